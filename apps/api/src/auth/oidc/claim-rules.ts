import { type Binding, bindings } from '#libs/persistence';
import { mistakesOf, parseYamlSetting, settingError } from '#libs/platform';
import { z } from 'zod';

/** Who has a value in a claim has these bindings. */
const claimRule = z.strictObject({
  /** The name of a claim, or the path to one inside others: names of claims may have dots in them. */
  claim: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(10)]),
  value: z.string().min(1),
  bindings,
});
/** Each becomes conditions of queries: all of them together, as a token may fit every rule. */
const mostBindings = 1_000;
const VARIABLE = 'OIDC_BINDINGS_FILE';

const file = z.strictObject({
  rules: z
    .array(claimRule)
    .min(1)
    .max(1_000)
    .refine(
      (rules) => rules.reduce((sum, rule) => sum + rule.bindings.length, 0) <= mostBindings,
      `may have ${mostBindings} bindings in all`,
    ),
});

export type ClaimRule = z.infer<typeof claimRule>;

/** Claims whose value is a list with spaces between its items (RFC 8693 §4.2; `scp` is Microsoft's name for it). */
const spaced = new Set(['scope', 'scp']);

/**
 * Reads the file of OIDC_BINDINGS_FILE: `rules`, each with `claim`, `value` and `bindings`.
 *
 * @throws {ConfigError} with every mistake, each with its place
 */
export function readClaimRules(text: string): readonly ClaimRule[] {
  const parsed = file.safeParse(parseYamlSetting(VARIABLE, text));
  if (parsed.success) return parsed.data.rules;
  throw settingError(
    VARIABLE,
    mistakesOf(parsed.error.issues).map(({ pointer = '', detail }) => `${pointer}: ${detail}`),
  );
}

/** What the claims of a token give: the bindings of every rule that they fit. */
export function bindingsOfClaims(
  rules: readonly ClaimRule[],
  claims: Readonly<Record<string, unknown>>,
): readonly Binding[] {
  return rules.filter((rule) => fits(rule, claims)).flatMap((rule) => rule.bindings);
}

function fits({ claim, value }: ClaimRule, claims: Readonly<Record<string, unknown>>): boolean {
  const path = [claim].flat();
  let found: unknown = claims;
  for (const name of path) {
    const members = z.record(z.string(), z.unknown()).safeParse(found);
    found = members.success && Object.hasOwn(members.data, name) ? members.data[name] : undefined;
  }
  if (Array.isArray(found)) return found.includes(value);
  if (typeof found !== 'string') return false;
  return found === value || (spaced.has(path.at(-1) ?? '') && found.split(' ').includes(value));
}
