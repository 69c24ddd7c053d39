import type { BundleInput } from '#libs/advisor';
import { parseManifestObjects } from '#libs/inventory';
import { isDNS1123Subdomain, type ManifestDocument, type PodShape, workloadKinds } from '#libs/kubernetes';
import type { Reach } from '#libs/persistence';
import { bytewise } from '#libs/psp';
import { InvalidError, parseInput } from '#libs/platform';
import type { RuntimeProfile } from '#libs/profiles';
import { evidenceWindow, kubernetesDocument } from '#libs/simulations';
import { z } from 'zod';
import type { ManifestTexts } from '../computations/index.js';
import { manifestsIn, workloadsOfDocuments } from './workload-sources.js';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Options: members of a JSON body, or query parameters beside a YAML body. */
export const generateOptions = manifestsIn.extend({
  per: z
    .enum(['workload', 'service-account', 'namespace'])
    .default('workload')
    .meta({ description: 'One policy for each of these.' }),
  grants: z.enum(['role', 'cluster-role']).default('role').meta({
    description: 'Let service accounts use their policies by Roles, or by ClusterRoles bound in namespaces.',
  }),
  namePrefix: z
    .string()
    .max(200)
    .refine((text) => isDNS1123Subdomain(text).length === 0, 'must be a DNS-1123 subdomain')
    .optional()
    .meta({ description: 'Before the name of each policy, with a dot.' }),
  basis: z.enum(['spec', 'runtime']).default('spec'),
  mutations: z.enum(['forbid', 'allow-with-evidence']).default('forbid'),
  style: z.enum(['minimal', 'readable']).default('minimal'),
  kubernetesVersion: z
    .string()
    .regex(/^v?1\.(1[6-9]|2[0-4])(\.\d+)?$/, 'must be 1.16 to 1.24')
    .default('1.24'),
  byProducts: flag.default(false).meta({
    description:
      'Also what else the observations of each container are good for: a seccomp profile, the capabilities that it needs, the tightest security context that nothing observed speaks against.',
  }),
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
export async function generateRequestOf(
  texts: ManifestTexts,
  reach: Reach,
  body: unknown,
  query: GenerateOptions,
): Promise<GenerateRequest> {
  if (typeof body === 'string') {
    return checked(reach, await texts.parse(body, { pointer: '', isBody: true }), '', query, undefined);
  }
  const bare = z.looseObject({ apiVersion: z.string(), kind: z.string() }).safeParse(body);
  if (bare.success) return checked(reach, parseManifestObjects([bare.data], ''), '', query, undefined);
  const { manifests, window, ...options } = parseInput(jsonBody.strict(), body);
  const documents = await texts.given(manifests, '/manifests');
  return checked(reach, documents, '/manifests', options, window);
}

function checked(
  reach: Reach,
  documents: readonly ManifestDocument[],
  pointer: string,
  options: GenerateOptions,
  window: GenerateRequest['window'],
): GenerateRequest {
  const workloads = workloadsOfDocuments(reach, documents, pointer, options);
  if (workloads.length === 0) {
    throw new InvalidError('The manifests hold no workload to make a policy for.', {
      mistakes: [{ pointer, detail: noWorkload(documents) }],
    });
  }
  return { options, window, shapes: workloads.flatMap(({ shapes }) => shapes) };
}

const anyKind = z.object({ kind: z.string().max(63) });

function noWorkload(documents: readonly ManifestDocument[]): string {
  const kinds = documents.map(
    ({ value }) => anyKind.safeParse(value).data?.kind ?? 'a document without a kind',
  );
  const found = [...new Set(kinds)].toSorted(bytewise).slice(0, 10).join(', ') || 'no document';
  return `found ${found}; must be one of ${[...workloadKinds.keys()].toSorted(bytewise).join(', ')}, or a List of them`;
}

/** What generates the policies that a request asks for, with the grants for them. */
export function bundleInputOf(request: GenerateRequest, profiles: readonly RuntimeProfile[]): BundleInput {
  const { per: each, grants, namePrefix, basis, mutations, style, kubernetesVersion } = request.options;
  return {
    sources: request.shapes,
    per: each,
    grants,
    ...(namePrefix === undefined ? {} : { namePrefix }),
    basis,
    mutations,
    style,
    kubernetesVersion,
    profiles,
  };
}
