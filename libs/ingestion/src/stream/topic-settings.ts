import { type SourceSettings, sourceSettings } from '#libs/events';
import { mistakesOf, parseYamlSetting, settingError } from '#libs/platform';
import { z } from 'zod';

const VARIABLE = 'KAFKA_TOPIC_SETTINGS_FILE';

const file = z.strictObject({ topics: z.record(z.string(), z.unknown()) });

/**
 * What is said of topics in the file of KAFKA_TOPIC_SETTINGS_FILE: YAML (or JSON), `topics: { <topic>: { format,
 * cluster, covers, coversPartly, gadget, clusterField } }`. Topics that are not named have no settings; nor has any
 * without a file.
 *
 * @throws {ConfigError} with every mistake, each with its place
 */
export function readTopicSettings(
  text: string | undefined,
  topics: readonly string[],
): ReadonlyMap<string, SourceSettings> {
  if (text === undefined) return new Map();
  const parsed = file.safeParse(parseYamlSetting(VARIABLE, text));
  if (!parsed.success) throw settingError(VARIABLE, placed('', parsed.error.issues));
  const mistakes: string[] = [];
  const settings = new Map<string, SourceSettings>();
  for (const [topic, given] of Object.entries(parsed.data.topics)) {
    const place = `/topics/${topic}`;
    if (!topics.includes(topic)) mistakes.push(`${place}: is not one of KAFKA_TOPICS (${topics.join(', ')})`);
    const read = sourceSettings.safeParse(given);
    if (read.success) settings.set(topic, read.data);
    else mistakes.push(...placed(place, read.error.issues));
  }
  if (mistakes.length > 0) throw settingError(VARIABLE, mistakes);
  return settings;
}

function placed(place: string, issues: z.ZodError['issues']): readonly string[] {
  return mistakesOf(issues).map(({ pointer = '', detail }) => `${place}${pointer}: ${detail}`);
}
