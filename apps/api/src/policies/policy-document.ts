import { fieldMistakes, fieldPointer, type ManifestSource } from '#libs/inventory';
import type { ManifestDocument } from '#libs/kubernetes';
import { type InputMistake, InvalidError } from '#libs/platform';
import { decodePolicy, defaultPolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';
import { z } from 'zod';
import type { ManifestTexts } from '../computations/index.js';

/** What to do about fields that a PodSecurityPolicy does not have; the words of Kubernetes' own parameter. */
export const fieldValidation = z.enum(['Strict', 'Warn', 'Ignore']);
export type FieldValidation = z.infer<typeof fieldValidation>;

/** A valid policy: as it came, and decoded. */
export interface PolicyDocument {
  readonly policy: PodSecurityPolicy;
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** The YAML as it was written, comments included; undefined if it came as JSON. */
  readonly source?: string | undefined;
  readonly warnings: readonly string[];
}

/**
 * Reads one policy from the body of a request: YAML text, or parsed JSON.
 *
 * @throws {MalformedError} (400) if it is no YAML; {InvalidError} (422) with Kubernetes' words and the field of each
 * mistake
 */
export async function policyOfBody(
  texts: ManifestTexts,
  body: unknown,
  validation: FieldValidation,
): Promise<PolicyDocument> {
  if (typeof body !== 'string') return checkPolicy(body, { pointer: '', isBody: true }, validation);
  const documents = await texts.parse(body, { pointer: '', isBody: true });
  const [document, second] = documents;
  if (document === undefined || second !== undefined) {
    throw new InvalidError(`One PodSecurityPolicy is expected; the body has ${documents.length} documents.`);
  }
  // JSON sent as YAML has no comments worth keeping.
  const source = body.trimStart().startsWith('{') ? undefined : body;
  return { ...checkPolicy(document.value, { pointer: '', isBody: true }, validation), source };
}

/** The policies among the documents of a text, each checked; other objects are refused. Throws `InvalidError`. */
export function policiesOfDocuments(
  documents: readonly ManifestDocument[],
  source: ManifestSource,
  validation: FieldValidation,
): readonly PolicyDocument[] {
  return documents.map(({ value, line }) => checkPolicy(value, { ...source, line }, validation));
}

/** The labels of a policy that has been checked. */
export function labelsOf(document: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const decoded = decodePolicy(document);
  return decoded.ok ? (decoded.value.metadata.labels ?? {}) : {};
}

/** Checks one document. Throws `InvalidError` (422). */
export function checkPolicy(
  value: unknown,
  place: ManifestSource & { readonly line?: number },
  validation: FieldValidation,
): PolicyDocument {
  const decoded = decodePolicy(value, { unknownFields: validation !== 'Ignore' });
  if (!decoded.ok) refuse(fieldMistakes(decoded.errors, place));
  const unknown = decoded.warnings.filter((warning) => warning.startsWith('unknown field '));
  const mistakes = [
    ...(validation === 'Strict' ? unknown.map((warning) => unknownField(warning, place.pointer)) : []),
    ...fieldMistakes(validatePolicy(decoded.value), place),
  ];
  if (mistakes.length > 0) refuse(mistakes);
  const policy = decoded.value;
  return {
    policy,
    name: defaultPolicy(policy).metadata.name ?? '',
    document: z.record(z.string(), z.unknown()).parse(value),
    warnings: decoded.warnings,
  };
}

function refuse(mistakes: readonly InputMistake[]): never {
  throw new InvalidError('The PodSecurityPolicy is not valid.', { mistakes });
}

function unknownField(warning: string, pointer: string): InputMistake {
  const field = /^unknown field (".*")$/.exec(warning)?.[1];
  return {
    pointer: pointer + (field === undefined ? '' : fieldPointer(String(JSON.parse(field)))),
    detail: warning,
    code: 'UnknownField',
  };
}
