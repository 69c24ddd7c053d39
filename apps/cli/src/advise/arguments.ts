import { parseArgs } from 'node:util';

/** What is wrong with the arguments or the input, each mistake with its place. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

export const COMMANDS = ['generate', 'simulate', 'compare', 'tighten', 'consolidate'] as const;
export type Command = (typeof COMMANDS)[number];

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  filename: { type: 'string', short: 'f', multiple: true },
  policies: { type: 'string', short: 'p', multiple: true },
  profiles: { type: 'string', multiple: true },
  output: { type: 'string', short: 'o' },
  name: { type: 'string' },
  per: { type: 'string' },
  grants: { type: 'string' },
  style: { type: 'string' },
  mutations: { type: 'string' },
  'kubernetes-version': { type: 'string' },
  'policy-set': { type: 'string' },
  'cluster-policies': { type: 'string', multiple: true },
  rbac: { type: 'boolean' },
  'no-remedies': { type: 'boolean' },
  max: { type: 'string' },
  stream: { type: 'boolean' },
  'by-products': { type: 'boolean' },
} as const;

type OptionName = keyof typeof OPTIONS;

/** Which options a command knows, beside --help and --output. */
const KNOWN: Readonly<Record<Command, readonly OptionName[]>> = {
  generate: [
    'filename',
    'profiles',
    'name',
    'per',
    'grants',
    'style',
    'mutations',
    'kubernetes-version',
    'by-products',
    'stream',
  ],
  simulate: ['filename', 'policies', 'profiles', 'policy-set', 'cluster-policies', 'rbac', 'no-remedies'],
  compare: ['policies'],
  tighten: ['filename', 'policies', 'profiles'],
  consolidate: ['filename', 'max', 'name', 'grants', 'style', 'kubernetes-version'],
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new InputError([error instanceof Error ? error.message : String(error)]);
  }
}

export type Values = ReturnType<typeof parse>['values'];

/** The command and its options; undefined: help was asked for. Throws `InputError`. */
export function readArguments(
  args: readonly string[],
): { readonly command: Command; readonly values: Values } | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [name, ...others] = positionals;
  const command = COMMANDS.find((each) => each === name);
  if (command === undefined) {
    throw new InputError([
      `${name === undefined ? 'no command' : `unknown command ${JSON.stringify(name)}`}: give one of ${COMMANDS.join(', ')}`,
    ]);
  }
  const mistakes = others.map(
    (each) => `unexpected argument ${JSON.stringify(each)}; files are given with -f or -p`,
  );
  const known = new Set<string>([...KNOWN[command], 'help', 'output']);
  for (const option of Object.keys(values)) {
    if (!known.has(option)) mistakes.push(`--${option} is no option of ${command}`);
  }
  if (mistakes.length > 0) throw new InputError(mistakes);
  return { command, values };
}

/** One of the allowed values, or the fallback where the option is not given. */
export function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  allowed: readonly T[],
  fallback: T,
): T {
  if (value === undefined) return fallback;
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new InputError([`--${option} must be one of ${allowed.join(', ')}, was ${JSON.stringify(value)}`]);
}
