import { dimension } from '#libs/events';
import { type ClusterCoverage, dayAfter, type Days } from '#libs/ingestion';
import { InvalidError } from '#libs/platform';
import { z } from 'zod';
import { windowOf, windowQuery } from '../workloads/index.js';

/** Days that an overview without `from` goes back. */
const shownDays = 7;
const mostDays = 92;
const dayMs = 86_400_000;

export const coverageQuery = windowQuery.omit({ version: true });

/**
 * The days of a query; without a beginning a week, without an end up to today.
 *
 * @throws {InvalidError} (422) if the end is before the beginning, or they are too far from each other
 */
export function daysOf({ from, to }: z.infer<typeof coverageQuery>, now: Date): Days {
  const last = to ?? dayAfter(now, 0);
  const first = from ?? dayAfter(new Date(last), -(shownDays - 1) * dayMs);
  windowOf({ from: first, to: last });
  if (Date.parse(last) - Date.parse(first) >= mostDays * dayMs) {
    throw new InvalidError('The query is not valid.', {
      mistakes: [{ parameter: 'from', detail: `must not be more than ${mostDays} days before to` }],
    });
  }
  return { from: first, to: last };
}

const number = z.int().min(0);

export const clusterCoverageView = z
  .object({
    cluster: z.string(),
    window: z.object({ from: z.iso.date(), to: z.iso.date() }),
    workloads: z.object({
      total: number.meta({ description: 'Known from manifests or runtime events.' }),
      watched: number.meta({ description: 'An agent watched at least one of their containers.' }),
      unwatched: number.meta({ description: 'Of these nothing was seen, and silence says nothing.' }),
    }),
    nodes: number.optional().meta({
      description: 'Agents sent from so many. Absent: the caller is not bound to the whole cluster.',
    }),
    dimensions: z.array(
      z.object({
        dimension,
        workloads: z.object({
          watched: number.meta({ description: 'As a whole, by at least one agent.' }),
          watchedPartly: number.meta({ description: 'In part only: what was not seen may be done.' }),
          unwatched: number,
        }),
        sent: z
          .object({
            received: number,
            lost: number,
            lostShare: z.number().min(0).max(1).meta({ description: 'Of all that agents had to send.' }),
          })
          .optional()
          .meta({
            description:
              'Observations from all nodes of the cluster. Absent: the caller is not bound to the whole cluster.',
          }),
      }),
    ),
  })
  .meta({ id: 'ClusterCoverage' });

export function clusterCoverageViewOf(
  cluster: string,
  window: Days,
  { workloads, watched, dimensions, nodes }: ClusterCoverage,
): z.infer<typeof clusterCoverageView> {
  return {
    cluster,
    window,
    workloads: { total: workloads, watched, unwatched: workloads - watched },
    ...(nodes !== undefined && { nodes }),
    dimensions: dimensions.map(({ dimension: name, watched: whole, watchedPartly, sent }) => ({
      dimension: name,
      workloads: { watched: whole, watchedPartly, unwatched: workloads - whole - watchedPartly },
      ...(sent !== undefined && {
        sent: { ...sent, lostShare: sent.lost === 0 ? 0 : sent.lost / (sent.lost + sent.received) },
      }),
    })),
  };
}
