import { absenceInDimension, DEFAULT_THRESHOLDS, evidence } from '#libs/advisor';
import { dimension, dimensionNames } from '#libs/events';
import { coverage, coverageOf, isFull, type RuntimeProfile } from '#libs/profiles';
import { z } from 'zod';

const dimensionCoverage = z.object({
  dimension,
  coverage: coverage.optional().meta({ description: 'Absent: nobody watched.' }),
  full: z.literal(true).optional().meta({
    description:
      'More was seen in the dimension than the profile keeps, whether or not somebody watched it. Absent: all of it is kept.',
  }),
  evidence: evidence.omit({ observations: true }).meta({
    description:
      'What silence in the dimension as a whole is worth; a finding about few items may be worth more.',
  }),
});

/** What of a workload was watched: the coverage of its profile, and what that is worth. */
export const coverageView = z
  .object({
    workload: z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() }),
    window: z.object({ from: z.string(), to: z.string() }).optional(),
    pods: z.int().min(0),
    containers: z.array(z.object({ name: z.string(), dimensions: z.array(dimensionCoverage) })),
  })
  .meta({ id: 'WorkloadCoverage' });
export type CoverageView = z.infer<typeof coverageView>;

export function coverageViewOf({ workload, window, pods, containers }: RuntimeProfile): CoverageView {
  return {
    workload,
    ...(window !== undefined && { window }),
    pods,
    containers: containers.map((container) => ({
      name: container.name,
      dimensions: dimensionNames.map((each) => {
        const covered = coverageOf(container, each);
        const own = container.items.filter(({ item }) => item.dimension === each);
        const { observations: _, ...worth } = absenceInDimension(covered, own, DEFAULT_THRESHOLDS);
        return {
          dimension: each,
          ...(covered !== undefined && { coverage: covered }),
          ...(isFull(container, each) && { full: true as const }),
          evidence: worth,
        };
      }),
    })),
  };
}
