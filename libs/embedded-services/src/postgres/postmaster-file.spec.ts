import { describe, expect, it } from 'vitest';
import { parsePostmasterFile } from './postmaster-file.js';

describe('postmaster.pid', () => {
  it('names the process and the port', () => {
    const text = '4711\n/data/postgres\n1764000000\n54329\n\n127.0.0.1\n  5432001         7\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 4711, port: 54_329 });
  });

  it('has no port while the server is starting', () => {
    expect(parsePostmasterFile('4711\n/data/postgres\n1764000000\n')).toEqual({ pid: 4711, port: undefined });
  });

  it.each(['', '\n', '-4711\n', 'nonsense\n'])('says nothing if it holds no process id: %j', (text) => {
    expect(parsePostmasterFile(text)).toBe(undefined);
  });
});
