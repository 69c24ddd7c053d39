import { readFileSync } from 'node:fs';
import { type Config, topics } from './config.js';
import { crossFieldMistakes, crossFieldWarnings, type PartialConfig } from './cross-field-rules.js';
import { type Setting, type Settings, variablesOf } from './setting.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All mistakes of an environment in one report. Carries no values of settings. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The settings are not usable:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

interface LoadOptions {
  /** Reads the file that a setting names. */
  readonly readFile?: (path: string) => string;
  /** Told about variables that look like ours but are none, and about settings without effect. */
  readonly onWarning?: (warning: string) => void;
}

/**
 * Reads all settings from the environment. A variable that is empty counts as unset.
 *
 * @throws {ConfigError} with every mistake at once, each by name and with what is allowed
 */
export function loadConfig(environment: Environment, options: LoadOptions = {}): Config {
  const readFile = options.readFile ?? ((path: string) => readFileSync(path, 'utf8'));
  const mistakes: string[] = [];
  const mistaken = new Set<string>();
  const values: Record<string, Record<string, unknown>> = {};
  for (const [topic, settings] of Object.entries<Settings>(topics)) {
    const read: Record<string, unknown> = (values[topic] = {});
    for (const [key, entry] of Object.entries(settings)) {
      const result = readSetting(entry, environment, readFile);
      if ('mistake' in result) {
        mistakes.push(result.mistake);
        mistaken.add(entry.name);
      } else {
        read[key] = result.value;
      }
    }
  }
  if (isPartialConfig(values)) mistakes.push(...crossFieldMistakes(values, mistaken));
  for (const warning of unknownVariables(environment)) options.onWarning?.(warning);
  if (!isComplete(values, mistakes)) throw new ConfigError(mistakes);
  for (const warning of crossFieldWarnings(values)) options.onWarning?.(warning);
  return values;
}

// The two places where read values get their types: every value came out of the schema of its own setting.
function isPartialConfig(values: unknown): values is PartialConfig {
  return typeof values === 'object';
}

function isComplete(_values: unknown, mistakes: readonly string[]): _values is Config {
  return mistakes.length === 0;
}

type Result = { readonly value: unknown } | { readonly mistake: string };

function readSetting(
  entry: Setting<unknown>,
  environment: Environment,
  readFile: (path: string) => string,
): Result {
  const given = variablesOf(entry).filter((name) => (environment[name] ?? '') !== '');
  const [variable, second] = given;
  if (second !== undefined) return { mistake: `${variable} and ${second} are both set; set one of them` };
  if (variable === undefined) {
    if (entry.required) return { mistake: `${entry.name} is not set; allowed: ${entry.type.allowed}` };
    return entry.default === undefined ? { value: undefined } : parse(entry, entry.name, entry.default);
  }
  const content = environment[variable] ?? '';
  if (!entry.file && variable === entry.name) return parse(entry, variable, content);
  try {
    return parse(entry, variable, readFile(content));
  } catch (error) {
    return { mistake: `${variable}: the file ${JSON.stringify(content)} can't be read (${reason(error)})` };
  }
}

function parse(entry: Setting<unknown>, variable: string, content: string): Result {
  const result = entry.type.schema.safeParse(content);
  if (result.success) return { value: result.data };
  const shown = entry.secret || entry.file || variable !== entry.name ? 'its value' : JSON.stringify(content);
  return { mistake: `${variable}: ${shown} is not allowed; allowed: ${entry.type.allowed}` };
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function unknownVariables(environment: Environment): readonly string[] {
  const known = new Set(
    Object.values<Settings>(topics).flatMap((topic) => Object.values(topic).flatMap(variablesOf)),
  );
  return Object.keys(environment)
    .filter((name) => ourPrefixes.some((prefix) => name.startsWith(prefix)) && !known.has(name))
    .sort()
    .map((name) => `${name} is set, but there is no such setting (docs/settings.md lists all)`);
}

const ourPrefixes = [
  'API_KEY_',
  'BOOTSTRAP_API_KEY',
  'COLLECTOR_',
  'DATABASE_',
  'HTTP_',
  'INGESTION_',
  'KAFKA_',
  // Not KUBERNETES_ as such: Kubernetes sets KUBERNETES_SERVICE_HOST and others in each pod.
  'KUBERNETES_CLUSTER',
  'KUBERNETES_LEASE',
  'KUBERNETES_PAGE',
  'KUBERNETES_WATCH',
  'LOG_',
  'OIDC_',
  'PROFILE_',
  'RATE_LIMIT_',
  'REDIS_',
  'RETENTION_',
  'SIMULATION_',
  'WORKER_',
];
