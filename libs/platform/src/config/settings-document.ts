import { topics } from './config.js';
import type { Setting, Settings } from './setting.js';

const introductions: Readonly<Record<keyof typeof topics, string>> = {
  http: '## HTTP and processes',
  database: '## Postgres',
  redis: '## Redis\n\nOptional. The job queue moves from Postgres to Redis when `REDIS_URL` is set.',
  kafka:
    '## Kafka\n\nOptional. The collector consumes runtime events when `KAFKA_BROKERS` is set; messages may be compressed with gzip,\nsnappy, lz4 or zstd. The topics must exist.',
  kubernetes:
    '## Kubernetes\n\nOptional. With `KUBERNETES_WATCH=true` the collector keeps the inventory of one cluster up to date; what it may do there is\nin `deploy/kubernetes/watcher-rbac.yaml`.',
  auth: '## API keys',
  oidc: '## Tokens of an OpenID provider\n\nOptional. `OIDC_ISSUER`, `OIDC_AUDIENCE` and `OIDC_BINDINGS_FILE` go together.',
  rateLimits:
    '## Rate limits\n\nCounted in Redis for all processes of the API together if `REDIS_URL` is set, else by each process for itself.',
  ingestion: '## Runtime events',
  computations:
    '## Computations\n\nPolicies that the API generates, tightens, consolidates, compares and evaluates, and long texts of manifests that it\nreads, while the caller waits. The heaps count towards the memory limit of the API: `COMPUTATION_THREADS` × `COMPUTATION_MEMORY`.',
  simulations: '## Simulations',
  webhooks: '## Webhooks',
  retention: '## Retention',
  logging: '## Logs',
  tracing: '## Traces',
  data: '## Embedded services',
};

const preamble = `# Settings

Environment variables, read once when a process starts. Every mistake is reported, all of them at once, and the process
exits with 1; variables that look like settings but are none are warned of. An empty variable counts as unset.

- Durations have a unit: \`500ms\`, \`30s\`, \`15m\`, \`12h\`, \`90d\`. Sizes too: \`512KiB\`, \`16MiB\`.
- A setting marked *secret* may come from a file instead: put \`_FILE\` behind its name and set that to the path. Values of
  secrets, and contents of files, appear in no log and no error message.`;

/** The text of docs/settings.md, made from the settings themselves. */
export function settingsDocument(): string {
  const sections = Object.entries<Settings>(topics).map(([topic, settings]) => {
    const introduction = Object.entries(introductions).find(([name]) => name === topic)?.[1] ?? '';
    return [introduction, '', table(Object.values(settings))].join('\n');
  });
  return `${[preamble, ...sections].join('\n\n')}\n`;
}

function table(settings: readonly Setting<unknown>[]): string {
  const rows = settings.map(
    (entry) => `| ${name(entry)} | ${fallback(entry)} | ${allowed(entry)} | ${entry.about} |`,
  );
  return ['| variable | default | allowed | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function name({ name: variable, secret, file }: Setting<unknown>): string {
  return secret && !file ? `\`${variable}\` *secret*` : `\`${variable}\``;
}

function fallback(entry: Setting<unknown>): string {
  if (entry.required) return '*required*';
  return entry.default === undefined ? '' : `\`${entry.default}\``;
}

function allowed({ type }: Setting<unknown>): string {
  return type.allowed.replaceAll('|', '\\|');
}
