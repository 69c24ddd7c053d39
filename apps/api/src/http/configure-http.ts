import type { IncomingMessage, ServerResponse } from 'node:http';
import { withNanosecondsAsText } from '#libs/events';
import { withinRequest } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeContent } from './content-encoding.js';
import { requireBoundedJson, requireBoundedLines } from './json-bounds.js';
import { methodsNotAllowed } from './method-not-allowed.js';
import { observeRequests } from './observe-requests.js';
import { traceRequests } from './trace-requests.js';

/** Media types beside JSON that routes may read with @Consumes, and lines of JSON; their handlers get the text. */
const textMediaTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** Everything about HTTP that is below Nest. Call what it returns when all routes are registered. */
export function configureHttp(app: NestFastifyApplication): () => void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(textMediaTypes, { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  fastify.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) => {
    requireBoundedLines(String(body));
    done(null, body);
  });
  const readJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    requireBoundedJson(text);
    // Agents write times as numbers of which JSON.parse would round the last digits.
    const areEvents = request.routeOptions.url?.endsWith('/runtime-events') === true;
    return readJson(request, areEvents ? withNanosecondsAsText(text) : text, done);
  });
  // Anything else is not read; the route's guard answers with what may be sent.
  fastify.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, '');
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // A stream, the log, metrics, traces and limits each listen for its end: that is no leak.
    reply.raw.setMaxListeners(20);
    done();
  });
  logWithIds(fastify);
  // Swagger UI needs inline styles. TLS ends in front of the service: what redirects to https is decided there.
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: `'none'`,
        baseUri: `'none'`,
        connectSrc: `'self'`,
        formAction: `'self'`,
        frameAncestors: `'none'`,
        imgSrc: [`'self'`, 'data:'],
        scriptSrc: `'self'`,
        styleSrc: [`'self'`, `'unsafe-inline'`],
      },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  disregardExpectations(fastify);
  decodeContent(fastify);
  closeConnectionsWhenStopping(fastify);
  traceRequests(app);
  observeRequests(app);
  return methodsNotAllowed(fastify);
}

// What reads a body, and what sends an answer, goes on in the context of the connection: said again after them.
function logWithIds(fastify: FastifyInstance): void {
  const goOn = (request: FastifyRequest, _reply: FastifyReply, done: () => void): void =>
    withinRequest(request.id, done);
  fastify.addHook('onRequest', goOn);
  fastify.addHook('preHandler', goOn);
  fastify.addHook('onResponse', goOn);
}

// Node would answer 417 by itself, without a word of what is wrong; RFC 9110 §10.1.1 lets a server go on. That 100-continue
// is expected Node knows.
function disregardExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
}

// A connection whose last request is answered while the server closes would stay open until its keep-alive timeout, and
// the process with it.
function closeConnectionsWhenStopping(fastify: FastifyInstance): void {
  let stopping = false;
  fastify.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done();
  });
}
