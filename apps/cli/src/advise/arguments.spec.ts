import { describe, expect, it } from 'vitest';

import { InputError, oneOf, readArguments } from './arguments.js';

function mistakes(...args: string[]): readonly string[] {
  try {
    readArguments(args);
  } catch (error) {
    if (error instanceof InputError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the arguments of advise', () => {
  it('are a command and its options', () => {
    expect(readArguments(['simulate', '-f', 'a.yaml', '-f', 'b', '-p', 'p.yaml'])).toEqual({
      command: 'simulate',
      values: { filename: ['a.yaml', 'b'], policies: ['p.yaml'] },
    });
  });

  it('ask for help', () => {
    expect(readArguments(['--help'])).toBeUndefined();
    expect(readArguments(['generate', '-h'])).toBeUndefined();
  });

  it('are refused with every mistake at once', () => {
    expect(mistakes()).toEqual(['no command: give one of generate, simulate, compare, tighten, consolidate']);
    expect(mistakes('guess')).toEqual([
      'unknown command "guess": give one of generate, simulate, compare, tighten, consolidate',
    ]);
    expect(mistakes('compare', 'a.yaml', '-f', 'b')).toEqual([
      'unexpected argument "a.yaml"; files are given with -f or -p',
      '--filename is no option of compare',
    ]);
  });

  it('take one of the allowed values', () => {
    expect(oneOf('per', undefined, ['workload', 'all'], 'workload')).toBe('workload');
    expect(() => oneOf('per', 'pod', ['workload', 'all'], 'all')).toThrow(
      '--per must be one of workload, all, was "pod"',
    );
  });
});
