import { randomUUID } from 'node:crypto';
import { type ManifestSource, parseManifests } from '#libs/inventory';
import { type InputMistake, InvalidError } from '#libs/platform';
import type { SimulatedPolicy } from '#libs/simulations';
import {
  checkPolicy,
  policiesOfDocuments,
  type PolicyDocument,
  type PolicyStore,
} from '../policies/index.js';
import type { NewSimulationRequest } from './simulation-request.js';

/**
 * The policies of a request as they stand now: stored ones by id and revision, inline ones checked. Throws
 * `InvalidError` (422) for what does not exist, is not valid, or occurs twice by name.
 */
export async function resolvePolicies(
  store: PolicyStore,
  requested: NewSimulationRequest['policies'],
): Promise<readonly SimulatedPolicy[]> {
  const policies: SimulatedPolicy[] = [];
  const mistakes: InputMistake[] = [];
  for (const [index, entry] of requested.entries()) {
    const pointer = `/policies/${index}`;
    if ('document' in entry) {
      const source = { pointer: `${pointer}/document`, isBody: false };
      policies.push(...inlinePolicies(entry.document, source).map(asSimulated));
      continue;
    }
    const stored = await store.read(entry.id, entry.revision);
    if (stored === undefined) {
      const what = entry.revision === undefined ? entry.id : `${entry.id} with revision ${entry.revision}`;
      mistakes.push({
        pointer: `${pointer}/id`,
        detail: `there is no policy ${what}`,
        code: 'unknown-policy',
      });
      continue;
    }
    const { id, revision, name, document } = stored;
    policies.push({ id, revision, name, document, inline: false });
  }
  mistakes.push(...duplicateNames(policies));
  if (mistakes.length > 0) throw new InvalidError('The policies are not valid.', { mistakes });
  return policies;
}

function inlinePolicies(
  document: string | Readonly<Record<string, unknown>>,
  source: ManifestSource,
): readonly PolicyDocument[] {
  if (typeof document !== 'string') return [checkPolicy(document, source, 'Strict')];
  const policies = policiesOfDocuments(parseManifests(document, source), source, 'Strict');
  if (policies.length > 0) return policies;
  throw new InvalidError('The policies are not valid.', {
    mistakes: [{ pointer: source.pointer, detail: 'the text holds no policy' }],
  });
}

function asSimulated({ name, document }: PolicyDocument): SimulatedPolicy {
  return { id: randomUUID(), revision: 1, name, document, inline: true };
}

// A cluster has one policy of a name, and verdicts speak of policies by name.
function duplicateNames(policies: readonly SimulatedPolicy[]): readonly InputMistake[] {
  const names = policies.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...twice].map((name) => ({
    pointer: '/policies',
    detail: `the policy ${name} occurs more than once`,
    code: 'duplicate-policy',
  }));
}
