import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { isDatabaseBusy, isDatabaseUnavailable } from './database-unavailable.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED'), true],
    ['a server that was told to stop', withCode('57P01'), true],
    ['a server that is starting', withCode('57P03'), true],
    ['no connection left', withCode('53300'), true],
    ['a full disk', withCode('53100'), true],
    ['a limit that the statement itself exceeds', withCode('53400'), false],
    ['a primary that became a standby', withCode('25006'), true],
    ['a connection exception of SQL', withCode('08006'), true],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), true],
    [
      'a connection that broke between two statements',
      new Error('Client has encountered a connection error and is not queryable'),
      true,
    ],
    ['addresses that all refuse', new AggregateError([withCode('ECONNREFUSED')], 'x'), true],
    ['a pool that is exhausted', new Error('timeout exceeded when trying to connect'), true],
    ['what TypeORM wraps around it', new QueryFailedError('SELECT 1', [], withCode('57P01')), true],
    ['what pg wraps around it', new Error('x', { cause: withCode('ECONNRESET') }), true],
    ['a statement that took too long', withCode('57014'), false],
    ['a violated constraint', withCode('23505'), false],
    ['a wrong statement', new QueryFailedError('SELEC', [], withCode('42601')), false],
    ['a fault of ours', new TypeError('x is not a function'), false],
    ['what is no error', 'ECONNREFUSED', false],
  ])('of %s', (_, error, expected) => {
    expect(isDatabaseUnavailable(error)).toBe(expected);
  });
});

describe('isDatabaseBusy', () => {
  it.each([
    ['a statement that took too long', new QueryFailedError('SELECT 1', [], withCode('57014')), true],
    ['a deadlock', withCode('40P01'), true],
    ['transactions in each other’s way', withCode('40001'), true],
    ['a lock that was not to be had', withCode('55P03'), true],
    ['a server that was told to stop', withCode('57P01'), false],
    ['a violated constraint', withCode('23505'), false],
  ])('of %s', (_, error, expected) => {
    expect(isDatabaseBusy(error)).toBe(expected);
  });
});
