import { TooManyRequestsError } from '#libs/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, Intake, LEAST_BYTES } from './intake.js';

const KiB = 1024;

function intakeOf(mostBytes: number) {
  const told = { bytes: 0, requests: 0, refused: 0 };
  let now = 0;
  const intake = new Intake({
    mostBytes,
    now: () => now,
    metrics: {
      intake: (bytes, requests) => Object.assign(told, { bytes, requests }),
      refused: () => (told.refused += 1),
    },
  });
  const admit = (sender: string, bytes: number): Admission => {
    const admission = intake.admit();
    try {
      admission.identify(sender, bytes);
    } catch (error) {
      admission.closed();
      throw error;
    }
    return admission;
  };
  return { intake, admit, told, pass: (milliseconds: number) => (now += milliseconds) };
}

function refusalOf(work: () => unknown): TooManyRequestsError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof TooManyRequestsError) return error;
    throw error;
  }
}

describe('the intake', () => {
  it('lets in what there is room for, and refuses what there is not until something has gone', () => {
    const { admit, told } = intakeOf(200 * KiB);
    const first = admit('a', 100 * KiB);
    const second = admit('b', 90 * KiB);
    expect(refusalOf(() => admit('c', 20 * KiB))?.headers).toEqual({ 'retry-after': '1' });
    expect(told).toEqual({ bytes: 190 * KiB, requests: 2, refused: 1 });
    first.closed();
    admit('c', 20 * KiB);
    second.closed();
    second.closed();
    expect(told).toEqual({ bytes: 20 * KiB, requests: 1, refused: 1 });
  });

  it('lets in what needs no room, though there is none', () => {
    const { intake, admit, told } = intakeOf(100 * KiB);
    const large = admit('a', 200 * KiB);
    const none = intake.admit(0);
    none.identify('a', 0);
    expect(told).toEqual({ bytes: 200 * KiB, requests: 1, refused: 0 });
    expect(refusalOf(() => none.received(1))).toBeDefined();
    large.closed();
    none.received(1);
    none.complete();
    none.keep();
    none.closed();
    expect(told).toEqual({ bytes: LEAST_BYTES, requests: 1, refused: 1 });
    none.release();
    expect(told).toEqual({ bytes: 0, requests: 0, refused: 1 });
  });

  it('counts small requests as if they were not small', () => {
    const { admit } = intakeOf(2 * LEAST_BYTES);
    admit('a', 1);
    admit('b', 1);
    expect(refusalOf(() => admit('c', 1))).toBeDefined();
  });

  it('bounds those of whom it is not known who they are, and leaves room for those who are known', () => {
    const { intake, admit } = intakeOf(8 * LEAST_BYTES);
    const unknown = [intake.admit(), intake.admit(), intake.admit(), intake.admit()];
    expect(refusalOf(() => intake.admit())).toBeDefined();
    unknown[0]?.identify('a', 2 * LEAST_BYTES);
    unknown[1]?.closed();
    expect(refusalOf(() => admit('b', 3 * LEAST_BYTES))).toBeUndefined();
  });

  it('keeps half for others than the sender who takes most', () => {
    const { admit } = intakeOf(200 * KiB);
    admit('noisy', 80 * KiB);
    expect(refusalOf(() => admit('noisy', 40 * KiB))).toBeDefined();
    expect(refusalOf(() => admit('other', 40 * KiB))).toBeUndefined();
  });

  it('lets in a request for which there would never be room, when it is alone', () => {
    const { admit } = intakeOf(100 * KiB);
    const large = admit('a', 500 * KiB);
    expect(refusalOf(() => admit('b', 1))).toBeDefined();
    large.closed();
    const small = admit('b', 1);
    expect(refusalOf(() => admit('a', 500 * KiB))).toBeDefined();
    small.closed();
    expect(refusalOf(() => admit('a', 500 * KiB))).toBeUndefined();
  });

  it('takes more room for a body that turns out larger, if there is some, and gives back what was not needed', () => {
    const { admit, told } = intakeOf(400 * KiB);
    const growing = admit('a', 20 * KiB);
    growing.received(50 * KiB);
    expect(told.refused).toBe(0);
    const other = admit('b', 180 * KiB);
    other.received(90 * KiB);
    expect(refusalOf(() => growing.received(300 * KiB))).toBeDefined();
    growing.closed();
    other.complete();
    expect(told).toMatchObject({ bytes: 90 * KiB, requests: 1 });
  });

  it('keeps the room of a request whose sender has gone, until its events are stored', async () => {
    const { admit, told } = intakeOf(100 * KiB);
    const admission = admit('a', 60 * KiB);
    const stored = Promise.withResolvers<void>();
    const work = admission.keepFor(() => stored.promise);
    admission.closed();
    expect(told).toMatchObject({ bytes: 60 * KiB, requests: 1 });
    stored.resolve();
    await work;
    expect(told).toMatchObject({ bytes: 0, requests: 0 });
  });

  it('gives the room back when the work fails', async () => {
    const { admit, told } = intakeOf(100 * KiB);
    const failed = admit('a', 1).keepFor(() => Promise.reject(new Error('not stored')));
    await expect(failed).rejects.toThrow('not stored');
    expect(told).toMatchObject({ bytes: 0, requests: 0 });
  });

  it('sends away for longer the longer it is stuck, but never for long', () => {
    const { admit, pass } = intakeOf(20 * KiB);
    admit('a', 20 * KiB);
    const after = () => refusalOf(() => admit('b', 1))?.headers;
    pass(4_500);
    expect(after()).toEqual({ 'retry-after': '5' });
    pass(600_000);
    expect(after()).toEqual({ 'retry-after': '30' });
  });

  it('never holds more than it may beside one that is larger, and nothing once all have gone', () => {
    const step = fc.record({
      sender: fc.constantFrom('a', 'b', 'c'),
      expected: fc.integer({ min: 0, max: 300 * KiB }),
      received: fc.integer({ min: 0, max: 300 * KiB }),
      goes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { admit, told } = intakeOf(256 * KiB);
        const here: Admission[] = [];
        for (const { sender, expected, received, goes } of steps) {
          if (refusalOf(() => here.push(admit(sender, expected))) === undefined) {
            const [last] = here.slice(-1);
            refusalOf(() => last?.received(received));
            last?.complete();
          }
          expect(told.bytes).toBe(here.reduce((sum, { bytes }) => sum + bytes, 0));
          expect(told.bytes).toBeLessThanOrEqual(Math.max(256 * KiB, here[0]?.bytes ?? 0));
          if (goes) here.shift()?.closed();
        }
        for (const admission of here) admission.closed();
        expect(told).toMatchObject({ bytes: 0, requests: 0 });
      }),
      { seed: 1 },
    );
  });
});
