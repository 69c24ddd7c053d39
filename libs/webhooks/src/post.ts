import { lookup as resolve } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';

/** What of an answer is read, in bytes, so that the connection ends in order; the rest is cut off. */
const MOST_ANSWER = 16 * 1024;

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: resolving, connecting, sending, the answer. In milliseconds. */
  readonly timeoutMs: number;
  readonly isAllowed: (address: string) => boolean;
  readonly signal: AbortSignal;
}

/** Why nothing was sent: the address is not one that may be talked to. */
export class ForbiddenAddressError extends Error {
  constructor(host: string) {
    super(`${host} has no address that webhooks may be delivered to`);
    this.name = 'ForbiddenAddressError';
  }
}

/**
 * Sends a POST and gives the status of the answer. Redirects are not followed: they are a status like any other. The
 * address is checked when the name is resolved and again on the connection itself, before anything is sent: a name that
 * resolves to something else the second time gains nothing.
 *
 * @throws {ForbiddenAddressError} before a byte is sent
 * @throws {Error} if the receiver can't be reached, or does not answer in time
 */
export async function post(url: URL, options: PostOptions): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Addresses are not resolved, so nobody would look at them.
  if (isIP(host) !== 0 && !options.isAllowed(host)) throw new ForbiddenAddressError(host);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    // A connection of its own: one that is kept could have been made under another name.
    agent: false,
    lookup: guardedLookup(options.isAllowed),
    headers: { ...options.headers, 'content-length': Buffer.byteLength(options.body), connection: 'close' },
    signal: AbortSignal.any([options.signal, timeout]),
    maxHeaderSize: MOST_ANSWER,
  });
  request.on('socket', (socket) => guard(socket, request, host, options.isAllowed));
  try {
    return await answered(request, options.body);
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${options.timeoutMs} ms`, { cause: error });
    throw error;
  } finally {
    request.destroy();
  }
}

async function answered(request: ClientRequest, body: string): Promise<number> {
  const response = await new Promise<IncomingMessage>((resolved, reject) => {
    request.once('response', resolved).on('error', reject);
    request.end(body);
  });
  let read = 0;
  for await (const chunk of response) {
    read += Buffer.byteLength(String(chunk));
    if (read > MOST_ANSWER) break;
  }
  return response.statusCode ?? 0;
}

/** Resolves names to the addresses among theirs that are allowed. */
export function guardedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const allowed = addresses?.filter(({ address }) => isAllowed(address)) ?? [];
      const [first] = allowed;
      if (error !== null) callback(error, '', 0);
      else if (first === undefined) callback(new ForbiddenAddressError(host), '', 0);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Ends a connection to an address that is not allowed, before TLS or HTTP say a word. */
function guard(
  socket: Socket,
  request: ClientRequest,
  host: string,
  isAllowed: (address: string) => boolean,
): void {
  const check = (): void => {
    if (!isAllowed(socket.remoteAddress ?? '')) request.destroy(new ForbiddenAddressError(host));
  };
  if (socket.connecting) socket.once('connect', check);
  else check();
}
