import { DEFAULT_THRESHOLDS, evidenceThresholds } from '#libs/advisor';
import { fieldMistakes, parseManifestObjects, parseManifests, rbacErrors, rbacKinds } from '#libs/inventory';
import { clusterName } from '#libs/events';
import { type ManifestDocument, parseLabelSelector } from '#libs/kubernetes';
import { type InputMistake, InvalidError } from '#libs/platform';
import {
  evidenceWindow,
  grants,
  type KubernetesDocument,
  kubernetesDocument,
  manifestMistakes,
  plainText,
  policySet,
  scope,
  type SimulationOrder,
} from '#libs/simulations';
import { z } from 'zod';
import { policyInput } from '../policies/index.js';

const manifests = z.union([z.string(), z.array(kubernetesDocument).max(50_000)]).meta({
  description:
    'Manifests of any workload kind: YAML or JSON text, or a list of objects. Lists are taken apart.',
});

export const newSimulation = z
  .strictObject({
    name: plainText.min(1).max(253).optional(),
    policies: z.array(policyInput).min(1).max(100),
    policySet: policySet.default('only-these'),
    manifests: manifests.optional(),
    cluster: clusterName.optional().meta({
      description:
        'The cluster that the manifests are meant for: its runtime profiles and objects count. If absent: the only cluster in scope, else `default`.',
    }),
    namespace: plainText
      .max(63)
      .default('default')
      .meta({ description: 'The namespace of manifests that name none.' }),
    scope: scope.strict().optional().meta({
      description:
        'Workloads of the inventory. If absent: only the manifests, or every workload if there are none.',
    }),
    grants: grants.default('all'),
    window: evidenceWindow.optional(),
    thresholds: evidenceThresholds.partial().optional().meta({
      description: 'What evidence is worth (docs/evidence.md); what is left out is as by default.',
    }),
  })
  .meta({ id: 'NewSimulation' });
export type NewSimulationRequest = z.infer<typeof newSimulation>;

/** What a request asks for beside policies, checked. */
export interface CheckedRequest {
  readonly order: SimulationOrder;
  readonly manifests: readonly KubernetesDocument[];
}

/** Checks everything that can be checked without looking anything up. Throws `InvalidError` (422). */
export function checkRequest(request: NewSimulationRequest): CheckedRequest {
  const documents = request.manifests === undefined ? [] : readManifests(request.manifests, '/manifests');
  const order: SimulationOrder = {
    policySet: request.policySet,
    scope: request.scope ?? (request.manifests === undefined ? {} : { manifestsOnly: true }),
    grants: request.grants,
    ...(request.window === undefined ? {} : { window: request.window }),
    ...(request.thresholds === undefined
      ? {}
      : { thresholds: evidenceThresholds.parse({ ...DEFAULT_THRESHOLDS, ...request.thresholds }) }),
    manifestsIn: {
      cluster: request.cluster ?? onlyCluster(request) ?? 'default',
      namespace: request.namespace,
    },
  };
  const mistakes = [
    ...manifestMistakes(documents, order.manifestsIn, '/manifests'),
    ...scopeMistakes(order, documents.length),
    ...grantMistakes(order),
    ...thresholdMistakes(order),
  ];
  if (mistakes.length > 0) throw new InvalidError('The simulation is not valid.', { mistakes });
  return { order, manifests: documents.map(({ value }) => value) };
}

/** Manifests as text or as objects. Throws `InvalidError` (422). */
export function readManifests(
  given: z.infer<typeof manifests>,
  pointer: string,
): readonly ManifestDocument[] {
  return typeof given === 'string'
    ? parseManifests(given, { pointer, isBody: false })
    : parseManifestObjects(given, pointer);
}

function onlyCluster({ scope: asked }: NewSimulationRequest): string | undefined {
  return asked?.clusters?.length === 1 ? asked.clusters[0] : undefined;
}

function scopeMistakes({ scope: asked }: SimulationOrder, manifestCount: number): readonly InputMistake[] {
  const mistakes: InputMistake[] = [];
  const selector = parseLabelSelector(asked.labelSelector ?? '');
  if (!selector.ok) {
    const { message, position } = selector.error;
    mistakes.push({ pointer: '/scope/labelSelector', detail: `at character ${position + 1}: ${message}` });
  }
  if (asked.manifestsOnly === true && manifestCount === 0) {
    mistakes.push({
      pointer: '/manifests',
      detail: 'there are no manifests, and the scope is nothing but them',
    });
  }
  return mistakes;
}

function grantMistakes({ grants: given }: SimulationOrder): readonly InputMistake[] {
  if (typeof given === 'string') return [];
  const mistakes = given.objects.flatMap((object, index) => {
    const pointer = `/grants/objects/${index}`;
    const { kind } = object;
    return typeof kind === 'string' && rbacKinds.includes(kind)
      ? fieldMistakes(rbacErrors(object), { pointer })
      : [{ pointer: `${pointer}/kind`, detail: `must be one of ${rbacKinds.join(', ')}` }];
  });
  return mistakes;
}

function thresholdMistakes({ thresholds }: SimulationOrder): readonly InputMistake[] {
  if (thresholds === undefined) return [];
  return (['Unseen', 'LossRatio'] as const).flatMap((of) => {
    const [strong, moderate] = [thresholds[`strong${of}`], thresholds[`moderate${of}`]];
    if (strong <= moderate) return [];
    const detail = `must not be greater than moderate${of}, which is ${moderate}`;
    return [{ pointer: `/thresholds/strong${of}`, detail }];
  });
}
