import { pipeline, type Readable, Transform } from 'node:stream';
import { type Admission, Intake, UNKNOWN_SENDER } from '#libs/ingestion';
import { CONFIG, type Config } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { principalOf } from '../auth/index.js';

/** Configuration of a route (`@RouteConfig`) of which the requests take room among runtime events, and keep it themselves. */
export const TAKES_ROOM = { takesRoom: true } as const;

/** What bounds the bodies of all other requests. */
export const BODY_INTAKE = Symbol('intake of bodies');

/** Bodies up to this size take no room, but among runtime events: large ones are not to be in their way. */
const SMALL = 64 * 1024;

/** How many times larger than its encoding a body is expected to be; one that is larger takes more as it comes. */
const expectedExpansion = 8;

const admissions = new WeakMap<FastifyRequest, Admission>();

/** A body on its way; `receivedEncodedLength`: what Fastify compares with Content-Length. */
type Payload = Readable & { receivedEncodedLength?: number };

/** The room that a request takes, on routes with `TAKES_ROOM`. */
export function admissionOf(request: FastifyRequest): Admission {
  const admission = admissions.get(request);
  if (admission === undefined) throw new Error('this route takes no room: it lacks TAKES_ROOM');
  return admission;
}

/**
 * Answers 429 before anything of a request's body is read, when what others have sent is more than may wait. First to be
 * called before requests are authenticated, which may take a database that is stuck; what it returns afterwards, when it
 * is known who sends.
 */
export function limitIntake(app: NestFastifyApplication): () => void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const events = app.get(Intake);
  const bodies = app.get<Intake>(BODY_INTAKE);
  const { http } = app.get<Config>(CONFIG);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (takesRoom(request) || hasBody(request)) {
      const admission = takesRoom(request) ? events.admit() : bodies.admit(0);
      admissions.set(request, admission);
      reply.raw.once('close', () => admission.closed());
    }
    done();
  });
  return () => {
    fastify.addHook('onRequest', (request, _reply, done) => {
      const sender = principalOf(request)?.keyId ?? UNKNOWN_SENDER;
      const bytes = expectedBytes(request, http.bodyLimit);
      admissions.get(request)?.identify(sender, takesRoom(request) || bytes > SMALL ? bytes : 0);
      done();
    });
    fastify.addHook('preParsing', (request, reply, payload, done) => {
      const admission = admissions.get(request);
      if (admission === undefined || isOfKnownSize(request)) done(null, payload);
      else {
        const body = counted(payload, admission, takesRoom(request) ? 0 : SMALL);
        // What nobody has read is read away, or the connection could not be used again.
        reply.raw.once('finish', () => body.resume());
        done(null, body);
      }
    });
    // What was read is in memory until it is answered, also if nobody waits for that any more.
    fastify.addHook('preHandler', (request, _reply, done) => {
      if (!takesRoom(request)) admissions.get(request)?.keep();
      done();
    });
    fastify.addHook('onSend', (request, _reply, _payload, done) => {
      if (!takesRoom(request)) admissions.get(request)?.release();
      done();
    });
  };
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function takesRoom({ routeOptions: { config } }: FastifyRequest): boolean {
  return 'takesRoom' in config && config.takesRoom === true;
}

// Whoever decodes a body takes this header away.
const codings = new WeakMap<FastifyRequest, string>();

function isOfKnownSize(request: FastifyRequest): boolean {
  return codings.get(request) === 'identity' && request.headers['content-length'] !== undefined;
}

/** What is larger than the limit is not read: it is answered with 413. */
function expectedBytes(request: FastifyRequest, limit: number): number {
  const length = Number(request.headers['content-length'] ?? 0);
  const coding = request.headers['content-encoding'] ?? 'identity';
  codings.set(request, coding);
  if (!Number.isFinite(length) || length > limit) return 0;
  return coding === 'identity' ? length : Math.min(limit, length * expectedExpansion);
}

/**
 * The same bytes, counted as they come, beyond the first `free`. If there is no room for them the rest is read away, and
 * then comes the error.
 */
function counted(payload: Payload, admission: Admission, free: number): Payload {
  let encoded = 0;
  let refusal: Error | undefined;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      encoded += chunk.length;
      const counts = Math.min(chunk.length, Math.max(0, encoded - free));
      try {
        if (refusal === undefined && counts > 0) admission.received(counts);
      } catch (error) {
        refusal = error instanceof Error ? error : new Error('there is no room', { cause: error });
      }
      if (refusal === undefined) done(null, chunk);
      else done();
    },
    flush(done) {
      admission.complete();
      done(refusal ?? null);
    },
  });
  // Errors reach the parser of the body through the counter itself.
  pipeline(payload, counter, () => undefined);
  return Object.defineProperty(counter, 'receivedEncodedLength', {
    get: () => payload.receivedEncodedLength ?? encoded,
  });
}
