import fc from 'fast-check';

const digits = (least: number, most: number, length: number) =>
  fc.integer({ min: least, max: most }).map((value) => String(value).padStart(length, '0'));

/** Texts that are, or nearly are, timestamps. */
export const almostTimestamp = fc
  .tuple(
    digits(1969, 2263, 4),
    digits(0, 13, 2),
    digits(0, 32, 2),
    digits(0, 24, 2),
    digits(0, 60, 2),
    digits(0, 61, 2),
    fc.constantFrom('', '.', '.1', '.123', '.000001', '.123456789', '.1234567890', '.12a', ',5'),
    fc.constantFrom('Z', 'z', '', '+00:00', '-00:00', '+05:30', '-23:59', '+24:00', '+5:30'),
  )
  .map(([y, mo, d, h, mi, s, fraction, zone]) => `${y}-${mo}-${d}T${h}:${mi}:${s}${fraction}${zone}`);
