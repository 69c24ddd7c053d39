import { isDatabaseBusy, isDatabaseUnavailable } from '#libs/persistence';
import {
  internalProblem,
  MalformedError,
  MethodNotAllowedError,
  NotAcceptableError,
  NotFoundError,
  problemMediaType,
  problemOf,
  ServiceError,
  TooLargeError,
  UnavailableError,
  UnsupportedMediaTypeError,
} from '#libs/platform';
import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The one mapping from errors to answers: whatever was thrown leaves as problem+json, and without a stack trace. True
 * if it was a fault of ours, which the caller then has to log.
 */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): boolean {
  const error = thrown instanceof ServiceError ? thrown : serviceErrorOf(thrown, request);
  if (!reply.sent) {
    const problem = error === undefined ? internalProblem(request.id) : problemOf(error, request.id);
    reply
      .status(problem.status)
      .headers({ 'x-request-id': request.id, 'cache-control': 'no-store', ...error?.headers })
      .type(problemMediaType)
      .send(JSON.stringify(problem));
  }
  return error === undefined;
}

const retrySoon = { headers: { 'retry-after': '2' } } as const;
const unreadable = () =>
  new UnsupportedMediaTypeError('The Content-Type of the body is not one that this route reads.');
const tooLarge = () => new TooLargeError('The request is larger than this service accepts.');

/** Errors of Fastify that say more by their code than by their status. */
const byCode = new Map<string, () => ServiceError>([
  [
    'FST_ERR_CTP_INVALID_JSON_BODY',
    () => new MalformedError('The body is not valid JSON, or has a key named __proto__.'),
  ],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', () => new MalformedError('The body is empty, but Content-Type says JSON.')],
  ['FST_ERR_CTP_BODY_TOO_LARGE', tooLarge],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', unreadable],
  ['FST_ERR_BAD_URL', () => new MalformedError('The URL is not valid.')],
]);

/** Codes of the errors of zlib, brotli and zstd. */
const compressionErrors = /^(Z_|ERR__ERROR_FORMAT|ERR_PADDING|ERR_BUFFER|ZSTD_)/;

const byStatus = new Map<number, (request: FastifyRequest) => ServiceError>([
  [404, ({ method, url }) => new NotFoundError(`There is nothing at ${method} ${url.split('?', 1).join()}.`)],
  [405, ({ method }) => new MethodNotAllowedError(`${method} is not possible here.`)],
  [406, () => new NotAcceptableError('The answer is not available in an acceptable media type.')],
  [413, tooLarge],
  [414, () => new NotFoundError('The URL is too long for anything that exists here.')],
  [415, unreadable],
  [503, () => new UnavailableError('The service is stopping or overloaded.', retrySoon)],
]);

/** What Fastify and Nest threw, in our words; undefined for faults of ours, which get no words. */
function serviceErrorOf(thrown: unknown, request: FastifyRequest): ServiceError | undefined {
  if (isDatabaseUnavailable(thrown)) return new UnavailableError('The database is not available.', retrySoon);
  if (isDatabaseBusy(thrown))
    return new UnavailableError(
      'The database is busy: the request took too long, or was in the way of others.',
      retrySoon,
    );
  const { code = '', statusCode = 500 } = frameworkError(thrown);
  if (compressionErrors.test(code))
    return new MalformedError('The body is not encoded as Content-Encoding says.');
  const known = byCode.get(code)?.() ?? byStatus.get(statusCode)?.(request);
  if (known !== undefined) return known;
  return statusCode >= 400 && statusCode < 500 ? new MalformedError('The request is malformed.') : undefined;
}

// Nest wraps what Fastify threw: the code is then that of the cause.
function frameworkError(thrown: unknown): { readonly code?: string; readonly statusCode?: number } {
  if (!(thrown instanceof Error)) return {};
  const source = thrown instanceof HttpException && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = 'code' in source && typeof source.code === 'string' ? source.code : undefined;
  const statusCode = thrown instanceof HttpException ? thrown.getStatus() : statusCodeOf(thrown);
  return { ...(code === undefined ? {} : { code }), ...(statusCode === undefined ? {} : { statusCode }) };
}

function statusCodeOf(error: Error): number | undefined {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
