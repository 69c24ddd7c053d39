import { bytewise, type PodUse } from '#libs/psp';

import type { LeastField } from './least-policy.js';
import { podField, type Requirement, type RequirementReason, type RequirementSet } from './requirements.js';
import type { Source } from './source.js';

const ORDER: ReadonlyMap<string, number> = new Map(podField.options.map((name, index) => [name, index]));

/** Brings the uses that the fields of a policy are derived from into the requirement set. */
export function requirementSetOf(
  kubernetesVersion: string,
  fields: readonly LeastField[],
  sources: readonly Source[],
): RequirementSet {
  const byValue = new Map<string, { readonly key: string; readonly use: PodUse; readonly uses: PodUse[] }>();
  for (const { requirement } of fields) {
    for (const use of requirement.uses) {
      const key = valueKey(use);
      const id = `${use.podField} ${key}`;
      const known = byValue.get(id);
      if (known === undefined) byValue.set(id, { key, use, uses: [use] });
      else known.uses.push(use);
    }
  }
  const requirements = [...byValue.values()]
    .sort((a, b) => order(a.use) - order(b.use) || bytewise(a.key, b.key))
    .map(({ use, uses }): Requirement => ({
      podField: use.podField,
      ...(use.value !== undefined && { value: use.value }),
      reasons: reasonsOf(uses, sources),
    }));
  return { kubernetesVersion, requirements };
}

/** The places of uses, each once, in the order of the sources. */
export function reasonsOf(uses: readonly PodUse[], sources: readonly Source[]): RequirementReason[] {
  const reasons = new Map<string, RequirementReason>();
  for (const { source, container, path } of uses) {
    const shape = sources[source]?.shape;
    if (shape === undefined) continue;
    reasons.set(`${source} ${container ?? ''} ${path}`, {
      workload: shape.workload,
      templatePath: shape.templatePath,
      origin: shape.origin,
      ...(container !== undefined && { container }),
      path,
    });
  }
  return [...reasons.values()];
}

function order(use: PodUse): number {
  return ORDER.get(use.podField) ?? ORDER.size;
}

/** Sorts numbers by size, unset last. */
function valueKey({ value }: PodUse): string {
  if (value === undefined) return '\u{10ffff}';
  if (typeof value === 'number') return String(value).padStart(20, '0');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
