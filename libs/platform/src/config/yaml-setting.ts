import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { ConfigError } from './load-config.js';

/**
 * The content of a setting that is a file in YAML, or in JSON, which is YAML too; not yet checked.
 *
 * @throws {ConfigError} with the line, if it is neither
 */
export function parseYamlSetting(variable: string, text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw settingError(variable, [`line ${(error.mark?.line ?? 0) + 1}: ${error.reason}`]);
  }
}

/** What is wrong in the content of a setting, each mistake with its name. */
export function settingError(variable: string, mistakes: readonly string[]): ConfigError {
  return new ConfigError(mistakes.map((mistake) => `${variable}: ${mistake}`));
}
