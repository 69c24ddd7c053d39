import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonPointer, mistakesOf, parseInput } from './input-mistakes.js';
import { internalProblem, problem, problemOf } from './problem.js';
import { errorKinds, InvalidError, NotFoundError } from './service-error.js';

describe('a problem document', () => {
  it('says what, where and which request', () => {
    const error = new InvalidError('The body is not valid.', {
      mistakes: [{ pointer: '/spec/privileged', detail: 'expected boolean' }],
    });
    expect(problemOf(error, 'r1')).toEqual({
      type: 'urn:policy-advisor:problem:invalid',
      title: 'Invalid content',
      status: 422,
      code: 'invalid',
      detail: 'The body is not valid.',
      instance: 'urn:request:r1',
      errors: [{ pointer: '/spec/privileged', detail: 'expected boolean' }],
    });
  });

  it('has no list of errors where there is none', () => {
    expect(problemOf(new NotFoundError('There is no policy x.'), 'r1')).toEqual({
      type: 'urn:policy-advisor:problem:not-found',
      title: 'Not found',
      status: 404,
      code: 'not-found',
      detail: 'There is no policy x.',
      instance: 'urn:request:r1',
    });
  });

  it('of our own faults says nothing about them', () => {
    expect(internalProblem('r1')).toEqual({
      type: 'urn:policy-advisor:problem:internal',
      title: 'Internal error',
      status: 500,
      code: 'internal',
      detail: 'The request could not be handled because of a fault in the service. Its log has the cause.',
      instance: 'urn:request:r1',
    });
  });

  it('fits its own schema', () => {
    expect(problem.safeParse(internalProblem('r1')).success).toBe(true);
  });

  it('is different in code for each kind, though some share what clients do', () => {
    const statuses = Object.values(errorKinds).map(({ status }) => status);
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(Object.entries(errorKinds).flatMap(([kind, { retry }]) => (retry ? [kind] : []))).toEqual([
      'request-timeout',
      'too-many-requests',
      'unavailable',
    ]);
  });
});

describe('mistakes in input', () => {
  const schema = z.object({ spec: z.object({ 'a/b~c': z.array(z.int()) }) });

  it('are pointed at by JSON Pointers', () => {
    const parse = () => parseInput(schema, { spec: { 'a/b~c': [1, 'x', 2.5] } });
    expect(parse).toThrow(InvalidError);
    const { error } = schema.safeParse({ spec: { 'a/b~c': [1, 'x', 2.5] } });
    expect(mistakesOf(error?.issues ?? [], ['body'])).toEqual([
      { pointer: '/body/spec/a~1b~0c/1', detail: 'Invalid input: expected number, received string' },
      { pointer: '/body/spec/a~1b~0c/2', detail: 'Invalid input: expected int, received number' },
    ]);
  });

  const mistakesIn = (value: unknown) => {
    const entry = z.union([
      z.strictObject({ id: z.string(), revision: z.int().optional() }),
      z.strictObject({ document: z.union([z.string(), z.looseObject({})]) }),
    ]);
    return mistakesOf(entry.safeParse(value).error?.issues ?? [], ['policies', 0]);
  };

  it('name each field that there is not', () => {
    expect(mistakesIn({ id: 'x', revison: 1, 'a/b': 2 })).toEqual([
      { pointer: '/policies/0/revison', detail: 'unknown field' },
      { pointer: '/policies/0/a~1b', detail: 'unknown field' },
    ]);
  });

  it('are those of the alternative that comes nearest', () => {
    expect(mistakesIn({ id: 'x', revision: 'y' })).toEqual([
      { pointer: '/policies/0/revision', detail: 'Invalid input: expected number, received string' },
    ]);
    expect(mistakesIn({ document: 7 })).toEqual([
      {
        pointer: '/policies/0/document',
        detail: 'Invalid input: expected string or object, received number',
      },
    ]);
  });

  it('are those of all alternatives if none comes nearer', () => {
    expect(mistakesIn({ policy: {} })).toEqual([
      {
        pointer: '/policies/0',
        detail:
          'fits none of the alternatives: /id Invalid input: expected string, received undefined, /policy unknown field; ' +
          'or /document Invalid input: expected string or object, received undefined, /policy unknown field',
      },
    ]);
  });

  it('are not listed beyond a hundred', () => {
    const { error } = z.array(z.int()).safeParse(Array.from({ length: 150 }, () => 'x'));
    const mistakes = mistakesOf(error?.issues ?? []);
    expect(mistakes).toHaveLength(101);
    expect(mistakes.at(-1)).toEqual({ pointer: '', detail: 'and 50 more mistakes' });
  });

  it('can be of the whole document', () => {
    expect(jsonPointer([])).toBe('');
  });
});
