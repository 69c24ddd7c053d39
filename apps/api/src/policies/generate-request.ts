import { generatePolicy, type GenerateResult, type PolicyScope, scopedPolicyName } from '#libs/advisor';
import { clusterName } from '#libs/events';
import { parseManifestObjects, parseManifests } from '#libs/inventory';
import { type ManifestDocument, type PodShape, workloadKey, type WorkloadReference } from '#libs/kubernetes';
import { InvalidError, parseInput, TooLargeError } from '#libs/platform';
import type { RuntimeProfile } from '#libs/profiles';
import { evidenceWindow, kubernetesDocument, manifestMistakes, manifestWorkloads } from '#libs/simulations';
import { z } from 'zod';

/** A request is answered at once, so it must not keep the process busy for long. Larger scopes are simulated. */
const MOST_WORKLOADS = 500;

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** What a policy is made for: each workload, each service account, each namespace, or all of them together. */
const per = z.enum(['workload', 'service-account', 'namespace', 'together']);

/** Options: members of a JSON body, or query parameters beside a YAML body. */
export const generateOptions = z.object({
  per: per
    .default('workload')
    .meta({ description: 'One policy for each of these, or one for all together.' }),
  name: z
    .string()
    .max(253)
    .optional()
    .meta({ description: 'The name of the policy; only if there is just one.' }),
  basis: z.enum(['spec', 'runtime']).default('spec'),
  mutations: z.enum(['forbid', 'allow-with-evidence']).default('forbid'),
  style: z.enum(['minimal', 'readable']).default('minimal'),
  kubernetesVersion: z
    .string()
    .regex(/^v?1\.(1[6-9]|2[0-4])(\.\d+)?$/, 'must be 1.16 to 1.24')
    .default('1.24'),
  cluster: clusterName
    .default('default')
    .meta({ description: 'The cluster that the manifests are meant for: its runtime profiles count.' }),
  namespace: z.string().max(63).default('default').meta({ description: 'Of manifests that name none.' }),
  save: flag
    .default(false)
    .meta({ description: 'Store the policies. A name that is taken is refused (409).' }),
});
export type GenerateOptions = z.infer<typeof generateOptions>;

const jsonBody = generateOptions.extend({
  manifests: z.union([z.string(), z.array(kubernetesDocument).max(50_000)]),
  window: evidenceWindow.optional(),
});

/** A request to generate policies, parsed and checked. */
export interface GenerateRequest {
  readonly options: GenerateOptions;
  readonly window: z.infer<typeof evidenceWindow> | undefined;
  readonly shapes: readonly PodShape[];
}

/**
 * Reads a request: a JSON body with manifests and options, a bare manifest as JSON, or manifests as YAML; the latter two
 * with their options in the query. Throws `MalformedError` (400), `InvalidError` (422), `TooLargeError` (413).
 */
export function generateRequestOf(body: unknown, query: GenerateOptions): GenerateRequest {
  if (typeof body === 'string') {
    return checked(parseManifests(body, { pointer: '', isBody: true }), '', query, undefined);
  }
  const bare = z.looseObject({ apiVersion: z.string(), kind: z.string() }).safeParse(body);
  if (bare.success) return checked(parseManifestObjects([bare.data], ''), '', query, undefined);
  const { manifests, window, ...options } = parseInput(jsonBody.strict(), body);
  const documents =
    typeof manifests === 'string'
      ? parseManifests(manifests, { pointer: '/manifests', isBody: false })
      : parseManifestObjects(manifests, '/manifests');
  return checked(documents, '/manifests', options, window);
}

function checked(
  documents: readonly ManifestDocument[],
  pointer: string,
  options: GenerateOptions,
  window: GenerateRequest['window'],
): GenerateRequest {
  const { cluster, namespace } = options;
  const mistakes = manifestMistakes(documents, { cluster, namespace }, pointer);
  if (mistakes.length > 0) throw new InvalidError('The manifests are not valid.', { mistakes });
  const values = documents.map(({ value }) => value);
  const workloads = manifestWorkloads(values, { cluster, namespace });
  if (workloads.length === 0) {
    throw new InvalidError('The manifests hold no workload to make a policy for.', {
      mistakes: [{ pointer, detail: `${documents.length} documents, none of a kind that has pods` }],
    });
  }
  if (workloads.length > MOST_WORKLOADS) {
    throw new TooLargeError(`Policies are generated for at most ${MOST_WORKLOADS} workloads at a time.`);
  }
  const request = { options, window, shapes: workloads.flatMap(({ shapes }) => shapes) };
  if (options.name !== undefined && groupsOf(request).length > 1) {
    throw new InvalidError('One name was given for several policies.', {
      mistakes: [{ pointer: '/name', detail: `must be absent, or "per" be "together"` }],
    });
  }
  return request;
}

/** The pods that share a policy. */
interface Group {
  /** Undefined: the generator finds one. */
  readonly name: string | undefined;
  readonly shapes: readonly PodShape[];
}

function groupsOf({ options, shapes }: Pick<GenerateRequest, 'options' | 'shapes'>): readonly Group[] {
  if (options.per === 'together') return [{ name: options.name, shapes }];
  const groups = new Map<string, PodShape[]>();
  for (const shape of shapes) {
    const name = scopedPolicyName(scopeOf(options.per, shape));
    groups.set(name, [...(groups.get(name) ?? []), shape]);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({ name: options.name ?? name, shapes: members }));
}

function scopeOf(
  each: 'workload' | 'service-account' | 'namespace',
  { workload, pod }: PodShape,
): PolicyScope {
  const { namespace } = workload;
  switch (each) {
    case 'workload':
      return { per: each, workload };
    case 'service-account':
      return { per: each, namespace, name: pod.spec.serviceAccountName || 'default' };
    case 'namespace':
      return { per: each, namespace };
  }
}

/** The policies of a request, by name, each with the workloads that it is for. */
export function generatePolicies(
  request: GenerateRequest,
  profiles: ReadonlyMap<string, RuntimeProfile>,
): readonly { readonly workloads: readonly WorkloadReference[]; readonly result: GenerateResult }[] {
  const { basis, mutations, style, kubernetesVersion } = request.options;
  return groupsOf(request).map(({ name, shapes }) => {
    const workloads = shapes.map(({ workload }) => workload);
    const result = generatePolicy({
      sources: shapes,
      ...(name === undefined ? {} : { name }),
      basis,
      mutations,
      style,
      kubernetesVersion,
      profiles: workloads.flatMap((workload) => profiles.get(workloadKey(workload)) ?? []),
    });
    return { workloads, result };
  });
}
