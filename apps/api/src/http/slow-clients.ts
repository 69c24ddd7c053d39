import { maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import {
  HeadersTooLargeError,
  MalformedError,
  problemMediaType,
  problemOf,
  RequestTimeoutError,
  type ServiceError,
} from '#libs/platform';
import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';

/** How often Node looks for requests that do not arrive, in milliseconds; every 30 s would be its own choice. */
export const SLOWNESS_CHECK = 1_000;

/** Milliseconds that a client has to read the last answer, before what it goes on sending is thrown away. */
const LINGER = 1_000;

/** By the codes of Node's errors. */
const reasons = new Map<unknown, () => ServiceError>([
  [
    'HPE_HEADER_OVERFLOW',
    () => new HeadersTooLargeError(`The URL and headers are larger than ${maxHeaderSize} bytes.`),
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', () => new RequestTimeoutError('The request did not arrive in time.')],
]);

/** Ends the connections of clients that send nothing sensible, or too slowly, or do not read. One for an application. */
export class ConnectionGuard {
  /** The answer that is being made on a connection, if there is one. */
  readonly #answers = new WeakMap<Socket, ServerResponse>();
  #ended: Counter<'reason'> | undefined;

  /** To be called before the routes are registered. `stallTimeout`: milliseconds. */
  watch(
    fastify: FastifyInstance,
    { stallTimeout, registry }: { readonly stallTimeout: number; readonly registry: Registry },
  ): void {
    const ended = new Counter({
      name: 'http_connections_ended_total',
      help: 'Connections that were ended because of their client: it sent no HTTP, headers that are too large, a request that did not arrive in time, or took nothing of an answer.',
      labelNames: ['reason'],
      registers: [registry],
    });
    for (const reason of ['malformed', 'headers-too-large', 'request-timeout', 'stalled'])
      ended.inc({ reason }, 0);
    this.#ended = ended;
    fastify.addHook('onRequest', (request, reply, done) => {
      const { raw } = reply;
      this.#answers.set(request.raw.socket, raw);
      // Node's clock of the connection: it begins anew whenever something was sent or the kernel has taken more of it. An
      // answer that is still being made, or a stream in which nothing happens, has nothing that waits. Of what is made as
      // it is read, an export or a stream of events, one part at most is dropped with the connection.
      raw.setTimeout(stallTimeout, () => {
        if (raw.writableLength === 0) return;
        ended.inc({ reason: 'stalled' });
        raw.destroy();
      });
      done();
    });
  }

  /**
   * Answers what Node can't make a request of: what is no HTTP (400), headers beyond all measure (431), and what does not
   * arrive in time (408), be it the headers or the body. Ends the connection also where the client goes on sending.
   */
  readonly answerUnreadable = (error: Error & { readonly code?: unknown }, socket: Socket): void => {
    const reason = reasons.get(error.code)?.() ?? new MalformedError('This is not HTTP/1.1.');
    // A connection that broke is none of these.
    if (socket.writable) this.#ended?.inc({ reason: reason.kind });
    const answer = this.#answers.get(socket);
    // An answer that has begun can't become another one.
    if (!socket.writable || (answer?.headersSent === true && !answer.closed)) {
      socket.destroy();
      return;
    }
    socket.end(answerText(reason));
    // Closed at once, with something unread, the client would be told of a reset and not of the answer.
    const late = setTimeout(() => socket.destroy(), LINGER);
    socket.once('close', () => clearTimeout(late));
  };
}

/** A socket that Node could not read a request from has no reply: the answer as it goes over the wire. */
function answerText(error: ServiceError): string {
  const problem = problemOf(error, 'none');
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
