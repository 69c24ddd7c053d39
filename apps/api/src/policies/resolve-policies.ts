import { randomUUID } from 'node:crypto';
import type { ManifestSource } from '#libs/inventory';
import { parseLabelSelector, selectorMistake } from '#libs/kubernetes';
import type { Reach } from '#libs/persistence';
import { type InputMistake, InvalidError } from '#libs/platform';
import { decodePolicy, type PodSecurityPolicy } from '#libs/psp';
import { kubernetesDocument, type SimulatedPolicy } from '#libs/simulations';
import { z } from 'zod';
import type { ManifestTexts } from '../computations/index.js';
import { checkPolicy, policiesOfDocuments, type PolicyDocument } from './policy-document.js';
import type { PolicyStore } from './policy-store.js';

/** A stored policy, or one that comes with the request. */
export const policyInput = z.union([
  z.strictObject({
    id: z.uuid(),
    revision: z.int().min(1).max(2_147_483_647).optional().meta({ description: 'The latest one if absent.' }),
  }),
  z.strictObject({
    document: z
      .union([z.string(), kubernetesDocument])
      .meta({ description: 'A PodSecurityPolicy; as text it may hold several.' }),
  }),
]);
export type PolicyInput = z.infer<typeof policyInput>;

/** Where policies are taken from. */
export interface PolicySources {
  readonly store: PolicyStore;
  readonly texts: ManifestTexts;
}

/** Policies that a selector may choose from at most. */
const MOST_SELECTED = 100;

/** Policies of a list: one that is stored, ones that come along, or all stored ones that a label selector chooses. */
export const policySelection = z.union([
  ...policyInput.options,
  z.strictObject({
    labelSelector: z
      .string()
      .min(1)
      .max(4096)
      .meta({
        description: `Every policy of the project whose present revision has such labels, as it is now: at least one, at most ${MOST_SELECTED}.`,
      }),
  }),
]);
export type PolicySelection = z.infer<typeof policySelection>;

/**
 * The policies of a request as they stand now, of projects that the caller reaches: stored ones by id and revision, or by
 * their labels, inline ones checked. `pointer` is where the list stands in the body. Throws `InvalidError` (422) for what
 * does not exist, is not valid, or occurs twice by name.
 */
export async function resolvePolicies(
  from: PolicySources,
  reach: Reach,
  requested: readonly PolicySelection[],
  pointer = '/policies',
): Promise<readonly SimulatedPolicy[]> {
  const policies: SimulatedPolicy[] = [];
  const mistakes: InputMistake[] = [];
  for (const [index, entry] of requested.entries()) {
    const place = `${pointer}/${index}`;
    const found =
      'labelSelector' in entry
        ? await selectByLabels(from.store, reach, entry.labelSelector, `${place}/labelSelector`)
        : await resolveInput(from, reach, entry, place);
    if ('pointer' in found) mistakes.push(found);
    else policies.push(...found.policies);
  }
  mistakes.push(...duplicateNames(policies, pointer));
  if (mistakes.length > 0) throw new InvalidError('The policies are not valid.', { mistakes });
  return policies;
}

/** Throws `InvalidError` (422) if two policies have the same name. */
export function requireDistinctNames(policies: readonly { readonly name: string }[], pointer: string): void {
  const mistakes = duplicateNames(policies, pointer);
  if (mistakes.length > 0) throw new InvalidError('The policies are not valid.', { mistakes });
}

/** The one policy of an input, decoded. Throws `InvalidError` (422). */
export async function resolvePolicy(
  from: PolicySources,
  reach: Reach,
  input: PolicyInput,
  pointer: string,
): Promise<PodSecurityPolicy> {
  const found = await resolveInput(from, reach, input, pointer);
  if ('pointer' in found) throw new InvalidError('The policy is not valid.', { mistakes: [found] });
  const [policy, second] = found.policies;
  if (policy !== undefined && second === undefined) return decoded(policy);
  const mistakes = [{ pointer: `${pointer}/document`, detail: 'the text must hold exactly one policy' }];
  throw new InvalidError('The policy is not valid.', { mistakes });
}

/** A policy that has been checked, as the engine takes it. */
export function decoded({ document, name }: Pick<SimulatedPolicy, 'document' | 'name'>): PodSecurityPolicy {
  const policy = decodePolicy(document);
  if (!policy.ok) throw new Error(`policy ${name} can no longer be decoded`);
  return policy.value;
}

type Resolved =
  { readonly policies: readonly SimulatedPolicy[] } | (InputMistake & { readonly pointer: string });

/** Exact revisions: a policy that gets such labels later, or is revised, does not join those that were chosen. */
async function selectByLabels(
  store: PolicyStore,
  reach: Reach,
  text: string,
  pointer: string,
): Promise<Resolved> {
  const selector = parseLabelSelector(text);
  if (!selector.ok) return { pointer, detail: selectorMistake(selector.error) };
  const found = await store.list(reach, { labels: selector.requirements, limit: MOST_SELECTED + 1 });
  if (found.length === 0) {
    return { pointer, detail: 'there is no policy with such labels', code: 'unknown-policy' };
  }
  if (found.length > MOST_SELECTED)
    return { pointer, detail: `must not choose more than ${MOST_SELECTED} policies` };
  return {
    policies: found.map(({ id, revision, name, document }) => ({
      id,
      revision,
      name,
      document,
      inline: false,
      newest: false,
    })),
  };
}

async function resolveInput(
  { store, texts }: PolicySources,
  reach: Reach,
  entry: PolicyInput,
  pointer: string,
): Promise<Resolved> {
  if ('document' in entry) {
    const source = { pointer: `${pointer}/document`, isBody: false };
    return { policies: (await inlinePolicies(texts, entry.document, source)).map(asSimulated) };
  }
  const stored = await store.read(entry.id, entry.revision);
  if (stored === undefined || !reach.permitsProject(stored.project)) {
    const what = entry.revision === undefined ? entry.id : `${entry.id} with revision ${entry.revision}`;
    return { pointer: `${pointer}/id`, detail: `there is no policy ${what}`, code: 'unknown-policy' };
  }
  const { id, revision, name, document } = stored;
  const newest = entry.revision === undefined;
  return { policies: [{ id, revision, name, document, inline: false, newest }] };
}

async function inlinePolicies(
  texts: ManifestTexts,
  document: string | Readonly<Record<string, unknown>>,
  source: ManifestSource,
): Promise<readonly PolicyDocument[]> {
  if (typeof document !== 'string') return [checkPolicy(document, source, 'Strict')];
  const policies = policiesOfDocuments(await texts.parse(document, source), source, 'Strict');
  if (policies.length > 0) return policies;
  throw new InvalidError('The policies are not valid.', {
    mistakes: [{ pointer: source.pointer, detail: 'the text holds no policy' }],
  });
}

function asSimulated({ name, document }: PolicyDocument): SimulatedPolicy {
  return { id: randomUUID(), revision: 1, name, document, inline: true };
}

// A cluster has one policy of a name, and verdicts speak of policies by name.
function duplicateNames(
  policies: readonly { readonly name: string }[],
  pointer: string,
): readonly InputMistake[] {
  const names = policies.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...twice].map((name) => ({
    pointer,
    detail: `the policy ${name} occurs more than once`,
    code: 'duplicate-policy',
  }));
}
