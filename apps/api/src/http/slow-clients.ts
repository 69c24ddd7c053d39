import { maxHeaderSize, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  MalformedError,
  problemMediaType,
  problemOf,
  RequestTimeoutError,
  type ServiceError,
} from '#libs/platform';
import type { FastifyInstance } from 'fastify';

/** How often Node looks for requests that do not arrive, in milliseconds; every 30 s would be its own choice. */
export const SLOWNESS_CHECK = 1_000;

/** Milliseconds that a client has to read the last answer, before what it goes on sending is thrown away. */
const LINGER = 1_000;

/** By the codes of Node's errors. */
const reasons = new Map<unknown, () => ServiceError>([
  [
    'HPE_HEADER_OVERFLOW',
    () => new MalformedError(`The URL and headers are larger than ${maxHeaderSize} bytes.`),
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', () => new RequestTimeoutError('The request did not arrive in time.')],
]);

/** The answer that is being made on a connection, if there is one. */
const answers = new WeakMap<Socket, ServerResponse>();

/** So that a request that breaks off is not answered twice. */
export function rememberAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    answers.set(request.raw.socket, reply.raw);
    done();
  });
}

/**
 * Answers what Node can't make a request of: what is no HTTP, headers beyond all measure (400), and what does not arrive
 * in time (408), be it the headers or the body. Ends the connection also where the client goes on sending.
 */
export function answerUnreadable(error: Error & { readonly code?: unknown }, socket: Socket): void {
  const isAnswered = answers.get(socket)?.headersSent === true && answers.get(socket)?.closed === false;
  if (!socket.writable || isAnswered) {
    socket.destroy();
    return;
  }
  const { code } = error;
  socket.end(answerText(reasons.get(code)?.() ?? new MalformedError('This is not HTTP/1.1.')));
  // Closed at once, with something unread, the client would be told of a reset and not of the answer.
  const late = setTimeout(() => socket.destroy(), LINGER);
  socket.once('close', () => clearTimeout(late));
}

/** A socket that Node could not read a request from has no reply: the answer as it goes over the wire. */
function answerText(error: ServiceError): string {
  const problem = problemOf(error, 'none');
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${problem.status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/**
 * Closes the connection of a client that takes nothing of an answer for so long (milliseconds), be it a page, an export or
 * a stream of events. What it has not taken, one part at most of what is made as it is read, is dropped with it.
 */
export function endStalledAnswers(fastify: FastifyInstance, stallTimeout: number): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    const { raw } = reply;
    // Node's clock of the connection: it begins anew whenever something was sent or taken. An answer that is still being
    // made, or a stream in which nothing happens, has nothing that waits.
    raw.setTimeout(stallTimeout, () => {
      if (raw.writableLength > 0) raw.destroy();
    });
    done();
  });
}
