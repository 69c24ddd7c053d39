import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file, or the files of a folder that may hold events, in their order. YAML holds none, which shows as well. */
export function eventFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.(json|jsonl|ndjson|log|ya?ml)$/.test(name));
  return names.sort().map((name) => join(path, name));
}
