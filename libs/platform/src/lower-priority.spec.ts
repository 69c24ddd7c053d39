import { getPriority, setPriority } from 'node:os';
import { beforeEach, expect, it, vi } from 'vitest';
import { lowerPriority } from './lower-priority.js';

vi.mock('node:os', () => ({
  getPriority: vi.fn<typeof getPriority>(),
  setPriority: vi.fn<typeof setPriority>(),
}));

beforeEach(() => vi.resetAllMocks());

it.each([
  { present: 0, niceness: 10, set: [[10]] },
  { present: 0, niceness: 0, set: [] },
  { present: 15, niceness: 10, set: [] },
])('from $present to $niceness', ({ present, niceness, set }) => {
  vi.mocked(getPriority).mockReturnValue(present);
  lowerPriority(niceness);
  expect(vi.mocked(setPriority).mock.calls).toEqual(set);
});

it('a process that may not be set back works all the same', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
  vi.mocked(getPriority).mockReturnValue(0);
  vi.mocked(setPriority).mockImplementation(() => {
    throw new Error('EPERM');
  });
  lowerPriority(10);
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('EPERM'));
});
