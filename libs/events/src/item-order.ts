import { compareText } from './compare.js';
import { type Dimension, dimensionNames, dimensions, type ObservedItem } from './observation.js';

/** Order of items in a profile: by dimension, then by the identifying fields in their order there, then circumstances. */
export function compareItems(a: ObservedItem, b: ObservedItem): number {
  if (a.dimension !== b.dimension) {
    return dimensionNames.indexOf(a.dimension) - dimensionNames.indexOf(b.dimension);
  }
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  for (const field of fieldsOf(a.dimension)) {
    const order = compareValues(left.get(field), right.get(field));
    if (order !== 0) return order;
  }
  return 0;
}

const fields = new Map<Dimension, readonly string[]>();

function fieldsOf(dimension: Dimension): readonly string[] {
  let names = fields.get(dimension);
  if (names === undefined) {
    fields.set(dimension, (names = [...Object.keys(dimensions[dimension].shape), 'outcome', 'origin']));
  }
  return names;
}

/** Absent before present, false before true, numbers by size, texts bytewise, lists by their first difference. */
function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
      const order = compareValues(a[index], b[index]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return Number(a) - Number(b);
}
