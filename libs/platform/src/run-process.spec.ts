import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { Config } from './config/config.js';
import { runProcess, type Running } from './run-process.js';

const environment = { DATABASE_URL: 'postgres://u:p@h/d', SHUTDOWN_TIMEOUT: '1s' };

class Host extends EventEmitter {
  readonly lines: string[] = [];
  readonly channel: object | undefined;
  readonly sent: string[] = [];
  readonly send = (message: string) => this.sent.push(message);
  readonly stderr = { write: (text: string) => this.lines.push(text.trimEnd()) };
  readonly ended: Promise<number>;
  exit: (code: number) => void = () => undefined;

  constructor(
    readonly env: Record<string, string> = environment,
    forked = false,
  ) {
    super();
    this.channel = forked ? {} : undefined;
    this.ended = new Promise((resolve) => {
      this.exit = resolve;
    });
  }
}

function service() {
  const calls: string[] = [];
  const start = async (config: Config): Promise<Running> => {
    calls.push(`start ${config.database.url}`);
    return { stop: async () => void calls.push('stop') };
  };
  return { calls, start };
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'])('ends in order on %s, once', async (signal) => {
    const host = new Host();
    const { calls, start } = service();
    await runProcess(start, host);
    host.emit(signal);
    host.emit(signal);
    expect(await host.ended).toBe(0);
    expect(calls).toEqual(['start postgres://u:p@h/d', 'stop']);
    expect(host.lines).toEqual([]);
  });

  it('tells the process that forked it that it has started, not before it has', async () => {
    const host = new Host(environment, true);
    let sentBefore: readonly string[] = [];
    await runProcess(async () => {
      sentBefore = [...host.sent];
      return { stop: async () => undefined };
    }, host);
    expect(sentBefore).toEqual([]);
    expect(host.sent).toEqual(['started']);
  });

  it('tells nobody if nobody forked it', async () => {
    const host = new Host();
    await runProcess(service().start, host);
    expect(host.sent).toEqual([]);
  });

  it('ends when the process that forked it is gone', async () => {
    const host = new Host(environment, true);
    const { calls, start } = service();
    await runProcess(start, host);
    host.emit('disconnect');
    expect(await host.ended).toBe(0);
    expect(calls.at(-1)).toBe('stop');
  });

  it('that is told to end while it starts, ends when it has started', async () => {
    const host = new Host();
    const calls: string[] = [];
    let started: (running: Running) => void = () => undefined;
    const running = runProcess(() => new Promise((resolve) => (started = resolve)), host);
    host.emit('SIGTERM');
    started({ stop: async () => void calls.push('stop') });
    await running;
    expect(await host.ended).toBe(0);
    expect(calls).toEqual(['stop']);
  });

  it('does not start with mistakes in its settings, and names them all', async () => {
    const host = new Host({ PORT: 'x', LOG_LEVEL: 'loud' });
    const { calls, start } = service();
    await runProcess(start, host);
    expect(await host.ended).toBe(1);
    expect(calls).toEqual([]);
    expect(host.lines.join('\n').split('\n')).toEqual([
      'The settings are not usable:',
      '  - PORT: "x" is not allowed; allowed: a whole number from 0 to 65535',
      '  - DATABASE_URL is not set; allowed: a URL like postgres://user:password@host:5432/database',
      '  - LOG_LEVEL: "loud" is not allowed; allowed: one of fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  it('that can not start says why, without a stack trace', async () => {
    const host = new Host();
    await runProcess(() => Promise.reject(new Error('port 3000 is taken')), host);
    expect(await host.ended).toBe(1);
    expect(host.lines).toEqual([`can't start: port 3000 is taken`]);
  });

  it('stops and fails on an error that nobody caught', async () => {
    const host = new Host();
    const { calls, start } = service();
    await runProcess(start, host);
    host.emit('uncaughtException', new Error('forgotten'));
    expect(await host.ended).toBe(1);
    expect(calls.at(-1)).toBe('stop');
    expect(host.lines.join('\n')).toContain('uncaught: Error: forgotten');
  });

  it('that hangs while stopping is ended after SHUTDOWN_TIMEOUT', async () => {
    vi.useFakeTimers();
    try {
      const host = new Host();
      await runProcess(async () => ({ stop: () => new Promise(() => undefined) }), host);
      host.emit('SIGTERM');
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await host.ended).toBe(1);
      expect(host.lines).toEqual(['stopping (SIGTERM) took longer than SHUTDOWN_TIMEOUT']);
    } finally {
      vi.useRealTimers();
    }
  });
});
