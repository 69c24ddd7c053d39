import { podFailure } from '#libs/advisor';
import { canonicalTimestamp, clusterName, day, dayOf, plainText, timestamp } from '#libs/events';
import type { DayWindow, ListedWorkload } from '#libs/ingestion';
import type { StoredShape } from '#libs/inventory';
import { InvalidError } from '#libs/platform';
import { z } from 'zod';
import { labelSelector, pageOf, pageQuery } from '../http/index.js';
import { templateView } from './template-view.js';

export const workloadView = z
  .object({
    id: z.uuid(),
    cluster: z.string(),
    namespace: z.string(),
    kind: z.string(),
    name: z.string(),
    manifest: z.boolean().meta({ description: 'Whether its manifest is known.' }),
    labels: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Of its pod template. Absent: no manifest is known.' }),
    observed: z
      .object({
        containers: z.array(z.string()),
        pods: z.int().min(0).meta({ description: 'Pods observed within the retention of observations.' }),
        lastDay: z.iso.date().meta({ description: 'The last UTC day with an observation.' }),
      })
      .optional()
      .meta({ description: 'Absent: no runtime event has told of it.' }),
  })
  .meta({ id: 'Workload' });
export type WorkloadView = z.infer<typeof workloadView>;

const shapeView = z
  .object({
    id: z.uuid().meta({ description: 'Made from the content: the same for the same shape.' }),
    pods: z.int().min(1).meta({ description: 'Running pods that look like this.' }),
    pod: z.record(z.string(), z.unknown()).meta({
      description: 'A Pod without what differs between pods of one template, as admission left it.',
    }),
  })
  .meta({ id: 'PodShape' });

export const workloadDetail = workloadView
  .extend({
    template: templateView.optional().meta({
      description:
        'What policies look at in the pods that its manifest asks for. Absent: no manifest is known, or its kind has no template.',
    }),
    failures: z.array(podFailure).optional().meta({
      description:
        'Why pods of it were not created, or containers not started, as Events of the watched cluster tell, the latest first: at most 20, of the last seven days. Absent: none is known.',
    }),
    shapes: z.array(shapeView).optional().meta({
      description:
        'What the running pods of its latest version look like, the most frequent first, at most 10; 50 where its kind has no template. Absent: none is known.',
    }),
  })
  .meta({ id: 'WorkloadDetail' });
export type WorkloadDetail = z.infer<typeof workloadDetail>;

export function shapeViewOf({ id, pods, document }: StoredShape): z.infer<typeof shapeView> {
  return { id, pods, pod: { ...document } };
}

export const workloadPage = pageOf(workloadView).meta({ id: 'WorkloadPage' });

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const listQuery = pageQuery.extend({
  cluster: clusterName.optional(),
  namespace: plainText.min(1).max(253).optional(),
  kind: plainText.min(1).max(317).optional(),
  name: plainText.min(1).max(253).optional(),
  observed: flag
    .optional()
    .meta({ description: 'true: only workloads of which runtime events told; false: only others.' }),
  manifest: flag.optional().meta({
    description: 'true: only workloads of which a manifest is known; false: only others.',
  }),
  labelSelector: labelSelector.optional().meta({
    description:
      'Only workloads whose pod template has such labels, in the grammar of Kubernetes: `app=web,tier in (front,back),!canary`. Of workloads without a manifest no labels are known.',
  }),
});

const dayOrTime = z
  .union([timestamp.transform((text) => dayOf(canonicalTimestamp(text))), day], {
    error: 'must be a day such as 2026-01-31, or an RFC 3339 time',
  })
  .meta({ description: 'A UTC day, or a time in it: profiles are kept by day.' });

export const windowQuery = z.object({
  from: dayOrTime.optional(),
  to: dayOrTime.optional(),
  version: z.literal('current').optional().meta({
    description:
      'Only what pods of the current version did: that of the template and image of the pod started last. Left out: a version inherits what earlier ones did.',
  }),
});

/** The days of a query, both included. */
export function windowOf({ from, to, version }: z.infer<typeof windowQuery>): DayWindow {
  if (from !== undefined && to !== undefined && from > to) {
    throw new InvalidError('The query is not valid.', {
      mistakes: [{ parameter: 'to', detail: 'must not be before from' }],
    });
  }
  return { from, to, version };
}

export function viewOf({ containers, pods, lastDay, labels, ...rest }: ListedWorkload): WorkloadView {
  return {
    ...rest,
    ...(labels !== undefined && { labels: { ...labels } }),
    ...(lastDay !== undefined && { observed: { containers: [...containers], pods, lastDay } }),
  };
}
