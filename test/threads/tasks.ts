/** A module for threads, as bad as can be. */
export function double(value: number): number {
  return 2 * value;
}

export function forever(): never {
  for (;;);
}

export function hoard(): number {
  const hoarded: number[][] = [];
  for (;;) hoarded.push(Array.from({ length: 100_000 }, (__, index) => index + hoarded.length));
}

export function refuse(text: string): never {
  throw new RangeError(text);
}

export function environment(): readonly string[] {
  return Object.keys(process.env);
}

/** Says that it runs, and then waits to be let go. */
export function hold(flags: Int32Array): number {
  Atomics.store(flags, 0, 1);
  Atomics.notify(flags, 0);
  Atomics.wait(flags, 1, 0);
  return Atomics.load(flags, 1);
}
