import type { Schema } from '#libs/client';
import { expect } from 'vitest';

/** How a call of the generated client resolves. */
interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a call has answered; a test that gets an error instead fails with it, and one that gets another status, if it says which. */
export async function data<T>(call: Promise<Answer<T>>, status?: number): Promise<T> {
  const answer = await answered(call);
  if (status !== undefined) expect(answer.status).toBe(status);
  return answer.data;
}

/** What a call has answered, with its status and headers; a test that gets an error instead fails with it. */
export async function answered<T>(
  call: Promise<Answer<T>>,
): Promise<{ readonly data: T; readonly status: number; readonly headers: Headers }> {
  const { data: content, error, response } = await call;
  expect(error).toBe(undefined);
  if (content === undefined) throw new Error(`there is no answer, but ${response.status}`);
  return { data: content, status: response.status, headers: response.headers };
}

/** That a call answers nothing. */
export async function done(call: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await call;
  expect([error, response.status]).toEqual([undefined, 204]);
}

/** The problem with which a call was refused; a test whose call was not, or with another status, fails. */
export async function problem(
  call: Promise<{ readonly error?: Schema<'Problem'>; readonly response: Response }>,
  status: number,
): Promise<Schema<'Problem'>> {
  const { error, response } = await call;
  expect([response.status, error]).toEqual([status, expect.anything()]);
  if (error === undefined) throw new Error('there is no problem');
  return error;
}
