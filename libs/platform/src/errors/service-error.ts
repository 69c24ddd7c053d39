/** One mistake in a request. `pointer` is a JSON Pointer (RFC 6901) into the body; "" is the body as a whole. */
export interface InputMistake {
  readonly pointer?: string;
  /** The query parameter, path parameter or header, where the mistake is not in the body. */
  readonly parameter?: string;
  readonly detail: string;
  /** A stable code for machines, where the source of the mistake has one. */
  readonly code?: string;
}

interface ErrorOptions {
  readonly cause?: unknown;
  readonly mistakes?: readonly InputMistake[];
  /** Further headers of the answer, e.g. Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An error that callers may be told about. The set of kinds is closed (see the table below): what is none of them is
 * our own fault and reaches callers as 500 without any detail.
 */
export abstract class ServiceError extends Error {
  abstract readonly kind: ErrorKind;
  readonly mistakes: readonly InputMistake[];
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` is shown to the caller: it must hold no secrets and name things as the caller knows them. */
  constructor(
    readonly detail: string,
    options: ErrorOptions = {},
  ) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.mistakes = options.mistakes ?? [];
    this.headers = options.headers ?? {};
  }
}

/** Status, title, and whether the same request may succeed later, for each kind of error. */
export const errorKinds = {
  malformed: { status: 400, title: 'Malformed request', retry: false },
  unauthenticated: { status: 401, title: 'Authentication required', retry: false },
  forbidden: { status: 403, title: 'Not permitted', retry: false },
  'not-found': { status: 404, title: 'Not found', retry: false },
  'method-not-allowed': { status: 405, title: 'Method not allowed', retry: false },
  'not-acceptable': { status: 406, title: 'Not acceptable', retry: false },
  'request-timeout': { status: 408, title: 'Request timeout', retry: true },
  conflict: { status: 409, title: 'Conflict', retry: false },
  'precondition-failed': { status: 412, title: 'Precondition failed', retry: false },
  'too-large': { status: 413, title: 'Content too large', retry: false },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type', retry: false },
  invalid: { status: 422, title: 'Invalid content', retry: false },
  'too-many-requests': { status: 429, title: 'Too many requests', retry: true },
  'headers-too-large': { status: 431, title: 'Headers too large', retry: false },
  unavailable: { status: 503, title: 'Unavailable', retry: true },
} as const;
export type ErrorKind = keyof typeof errorKinds;

/** 400: can't be parsed at all (not JSON, a broken percent-encoding). */
export class MalformedError extends ServiceError {
  readonly kind = 'malformed';
}
/** 401: no key, or one that is unknown, revoked or expired. */
export class UnauthenticatedError extends ServiceError {
  readonly kind = 'unauthenticated';
}
/** 403: a valid key whose role does not permit the call. */
export class ForbiddenError extends ServiceError {
  readonly kind = 'forbidden';
}
/** 404: does not exist, or the caller may not see it. */
export class NotFoundError extends ServiceError {
  readonly kind = 'not-found';
}
/** 405 */
export class MethodNotAllowedError extends ServiceError {
  readonly kind = 'method-not-allowed';
}
/** 406: none of the media types in Accept is one that the route produces. */
export class NotAcceptableError extends ServiceError {
  readonly kind = 'not-acceptable';
}
/** 408: did not arrive in the time that there is for it. */
export class RequestTimeoutError extends ServiceError {
  readonly kind = 'request-timeout';
}
/** 409: contradicts the present state (a name that is taken, a simulation that has ended). */
export class ConflictError extends ServiceError {
  readonly kind = 'conflict';
}
/** 412: If-Match names another revision. */
export class PreconditionFailedError extends ServiceError {
  readonly kind = 'precondition-failed';
}
/** 413: a limit of size or number. */
export class TooLargeError extends ServiceError {
  readonly kind = 'too-large';
}
/** 415 */
export class UnsupportedMediaTypeError extends ServiceError {
  readonly kind = 'unsupported-media-type';
}
/** 422: parsed, but not valid; `mistakes` says where. */
export class InvalidError extends ServiceError {
  readonly kind = 'invalid';
}
/** 429: over a rate limit; retry later. */
export class TooManyRequestsError extends ServiceError {
  readonly kind = 'too-many-requests';
}
/** 431: the URL and headers are too large to be read. */
export class HeadersTooLargeError extends ServiceError {
  readonly kind = 'headers-too-large';
}
/** 503: a dependency is away; the same call may succeed later. */
export class UnavailableError extends ServiceError {
  readonly kind = 'unavailable';
}
