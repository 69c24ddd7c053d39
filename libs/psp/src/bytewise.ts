/**
 * Compares strings by their UTF-8 bytes, as Go does. JavaScript's own order is by UTF-16 units and differs where a
 * character beyond U+FFFF meets one from U+E000 to U+FFFF.
 */
export function bytewise(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates, which stand for characters beyond U+FFFF, come after all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
