import { plainText } from '#libs/events';
import { outcome, stage } from '#libs/advisor';
import { z } from 'zod';

/** The path parameter of every route of one simulation. */
export const simulationId = z.uuid().meta({ description: 'The id of the simulation.' });

const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Query parameters by which results are chosen. */
export const resultFilter = z.object({
  verdict: outcome.optional(),
  stage: stage.optional(),
  cluster: plainText.max(253).optional(),
  namespace: plainText.max(63).optional(),
  field: plainText.max(100).optional().meta({ description: 'A policy field that a finding complains of.' }),
  withoutPolicy: yesOrNo.optional().meta({
    description:
      'true: only workloads that break because there is no policy at all, none that is usable, or none that they may use; false: only others.',
  }),
  brokenToday: yesOrNo.optional().meta({
    description:
      'true: only workloads of which pods are not created, or containers not started, already today, as Events of the watched cluster tell; false: only others.',
  }),
});

/** What cursors of lists by workload hold. */
export const resultKey = z.object({
  cluster: plainText,
  namespace: plainText,
  kind: plainText,
  name: plainText,
});
