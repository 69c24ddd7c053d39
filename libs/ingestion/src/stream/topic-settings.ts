import { type SourceSettings, sourceSettings } from '#libs/events';
import { ConfigError, mistakesOf } from '#libs/platform';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { z } from 'zod';

const file = z.strictObject({ topics: z.record(z.string(), z.unknown()) });

/**
 * What is said of topics in the file of KAFKA_TOPIC_SETTINGS_FILE: YAML (or JSON), `topics: { <topic>: { format,
 * cluster, covers, coversPartly, gadget } }`. Topics that are not named have no settings; nor has any
 * without a file.
 *
 * @throws {ConfigError} with every mistake, each with its place
 */
export function readTopicSettings(
  text: string | undefined,
  topics: readonly string[],
): ReadonlyMap<string, SourceSettings> {
  if (text === undefined) return new Map();
  const parsed = file.safeParse(parseYaml(text));
  if (!parsed.success) throw mistaken(placed('', parsed.error.issues));
  const mistakes: string[] = [];
  const settings = new Map<string, SourceSettings>();
  for (const [topic, given] of Object.entries(parsed.data.topics)) {
    const place = `/topics/${topic}`;
    if (!topics.includes(topic)) mistakes.push(`${place}: is not one of KAFKA_TOPICS (${topics.join(', ')})`);
    const read = sourceSettings.safeParse(given);
    if (read.success) settings.set(topic, read.data);
    else mistakes.push(...placed(place, read.error.issues));
  }
  if (mistakes.length > 0) throw mistaken(mistakes);
  return settings;
}

function parseYaml(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw mistaken([`line ${(error.mark?.line ?? 0) + 1}: ${error.reason}`]);
  }
}

function placed(place: string, issues: z.ZodError['issues']): readonly string[] {
  return mistakesOf(issues).map(({ pointer = '', detail }) => `${place}${pointer}: ${detail}`);
}

function mistaken(mistakes: readonly string[]): ConfigError {
  return new ConfigError(mistakes.map((mistake) => `KAFKA_TOPIC_SETTINGS_FILE: ${mistake}`));
}
