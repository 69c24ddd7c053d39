/** Maps a list; returns the very same list if no element changed. */
export function mapShared<T>(list: readonly T[], change: (element: T) => T): readonly T[] {
  let copy: T[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const element = list[index];
    if (element === undefined) continue;
    const changed = change(element);
    if (changed !== element) (copy ??= [...list])[index] = changed;
  }
  return copy ?? list;
}

/** Sets a field on a copy; returns the very same object if the field has that value already, or there is none to set. */
export function withField<T extends object, K extends keyof T>(
  object: T,
  field: K,
  value: T[K] | undefined,
): T {
  return value === undefined || object[field] === value ? object : { ...object, [field]: value };
}
