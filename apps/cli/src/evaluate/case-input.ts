import { z } from 'zod';

/** An object of Kubernetes, decoded by the library that knows it. */
const document = z.unknown();
const documents = z
  .array(document)
  .nullish()
  .transform((list) => list ?? []);

const user = z.object({ name: z.string().nullish(), groups: z.array(z.string()).nullish() });

/** One case: policies, and a request that they are to decide. `null` counts as absent. */
export const caseInput = z.object({
  id: z.string().nullish(),
  operation: z.enum(['', 'CREATE', 'UPDATE']).nullish(),
  psps: documents,
  pod: document.nullish(),
  oldPod: document.nullish(),
  /** Groups are complete. Absent: an anonymous user without name and groups. */
  user: user.nullish(),
  /** Absent: everybody may use every policy. */
  rbac: z
    .object({
      roles: documents,
      roleBindings: documents,
      clusterRoles: documents,
      clusterRoleBindings: documents,
    })
    .nullish(),
  /** Absent: whichever account is asked for exists and has no settings. */
  serviceAccounts: z.array(document).nullish(),
  dropInvalidPsps: z.boolean().nullish(),
  dropInvalidRbac: z.boolean().nullish(),
  withUnmutated: z.boolean().nullish(),
  featureGates: z.object({ ProcMountType: z.boolean().optional() }).strict().nullish(),
});

export type CaseInput = z.infer<typeof caseInput>;

/** What is wrong with a line, for the person who wrote it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Reads the `input` object of a case; a wrapper `{"input": …}` is taken off. */
export function parseCaseInput(value: unknown): CaseInput {
  const input = isWrapper(value) ? value.input : value;
  const parsed = caseInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  throw new InputError(issues.join('; '));
}

function isWrapper(value: unknown): value is { readonly input: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'input');
}

/** The `id` of a line that can't be used otherwise. */
export function idOf(value: unknown): string | undefined {
  const input = isWrapper(value) ? value.input : value;
  if (typeof input !== 'object' || input === null || !('id' in input)) return undefined;
  return typeof input.id === 'string' ? input.id : undefined;
}
