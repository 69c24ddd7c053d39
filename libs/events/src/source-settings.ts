import { z } from 'zod';
import type { SourceSettings } from './event-format.js';
import { formats } from './formats/registry.js';
import { dimension } from './observation.js';
import { clusterName } from './runtime-event.js';

const names = formats.map(({ name }) => name);

/** What may be said of a topic, or of a request: see SourceSettings. */
export const sourceSettings = z
  .strictObject({
    format: z
      .enum(names, { error: `must be one of ${names.join(', ')}` })
      .optional()
      .meta({ description: 'The format of the events. If absent: recognised by their looks.' }),
    cluster: clusterName.optional().meta({
      description:
        'The cluster that the events are of, whatever they say themselves. Native events name their own.',
    }),
    covers: z.array(dimension).max(100).optional().meta({
      description:
        'The dimensions that the agent is configured to watch as a whole: only there does silence mean that nothing happened. Native events say it themselves.',
    }),
    coversPartly: z.array(dimension).max(100).optional().meta({
      description:
        'The dimensions of which the agent is configured to watch a part only, such as a few paths: silence there is weak evidence. Goes before `covers`. Native events say it themselves.',
    }),
    gadget: z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/, 'must be the name of a gadget such as trace_open')
      .optional()
      .meta({ description: 'The gadget of Inspektor Gadget; its events do not say.' }),
    clusterField: z
      .string()
      .regex(/^[!-~]{1,128}$/, 'must be the name of a field such as cluster_name')
      .optional()
      .meta({
        description:
          'The field of `output_fields` by which alerts of Falco name their cluster, if it is not `cluster` or `k8s.cluster.name`. `cluster` goes before it.',
      }),
  })
  .transform(({ format, cluster, covers, coversPartly, gadget, clusterField }): SourceSettings => ({
    ...(format === undefined ? {} : { format }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(covers === undefined ? {} : { covers }),
    ...(coversPartly === undefined ? {} : { coversPartly }),
    ...(gadget === undefined ? {} : { gadget }),
    ...(clusterField === undefined ? {} : { clusterField }),
  }));
