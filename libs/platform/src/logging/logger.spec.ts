import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.js';
import { createLogger, requestIdOf } from './logger.js';

function logged(level: string, write: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: unknown[] = [];
  const config = loadConfig({ DATABASE_URL: 'postgres://u:p@h/d', LOG_LEVEL: level });
  write(createLogger(config, 'api', { write: (line: string) => void lines.push(JSON.parse(line)) }));
  return lines;
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('the log', () => {
  it('is JSON with the level as a word, the time in UTC and the role of the process', () => {
    expect(logged('info', (logger) => logger.info({ policy: 'web' }, 'stored'))).toEqual([
      { level: 'info', time, role: 'api', policy: 'web', msg: 'stored' },
    ]);
  });

  it('never holds secrets, at whatever depth they are usually found', () => {
    const secrets = {
      authorization: 'Bearer x',
      password: 'x',
      saslPassword: 'x',
      apiKey: 'x',
      token: 'x',
      secret: 'x',
    };
    const [line] = logged('info', (logger) =>
      logger.info({
        ...secrets,
        kafka: secrets,
        config: { kafka: secrets },
        req: { headers: { cookie: 'x' } },
      }),
    );
    expect(JSON.stringify(line)).not.toContain('x"');
    expect(line).toMatchObject({
      authorization: '[redacted]',
      config: { kafka: { saslPassword: '[redacted]' } },
    });
  });

  it('has errors with their cause, but not what was written to the database', () => {
    const error = Object.assign(new Error('insert failed', { cause: new Error('disk full') }), {
      query: 'INSERT INTO policies VALUES ($1)',
      parameters: ['the whole policy'],
    });
    const [line] = logged('info', (logger) => logger.error({ err: error }, 'request failed'));
    expect(line).toMatchObject({
      err: { type: 'Error', message: 'insert failed: disk full', query: 'INSERT INTO policies VALUES ($1)' },
    });
    expect(JSON.stringify(line)).not.toContain('the whole policy');
  });

  it('leaves out the list of modules and routes, except when debugging', () => {
    const write = (logger: ReturnType<typeof createLogger>): void => {
      logger.info({ context: 'RouterExplorer' }, 'Mapped');
      logger.warn({ context: 'RouterExplorer' }, 'Duplicate');
      logger.info({ context: 'NestApplication' }, 'started');
    };
    const messages = (lines: unknown[]) =>
      lines.map((line) => JSON.stringify(line).replace(/.*"msg":"(\w+)".*/, '$1'));
    expect(messages(logged('info', write))).toEqual(['Duplicate', 'started']);
    expect(messages(logged('debug', write))).toEqual(['Mapped', 'Duplicate', 'started']);
  });
});

describe('the id of a request', () => {
  it.each([
    ['is that of the caller', 'trace-01.a_B', 'trace-01.a_B'],
    ['is a new one without', undefined, 'new'],
    ['is a new one for what could break a log line', 'a\nb', 'new'],
    ['is a new one for what is too long', 'x'.repeat(129), 'new'],
    ['is a new one for several', ['a', 'b'], 'new'],
  ])('%s', (_, header, expected) => {
    const id = requestIdOf(header);
    expect(/^[0-9a-f]{8}-/.test(id) ? 'new' : id).toBe(expected);
  });
});
