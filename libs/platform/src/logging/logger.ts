import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import { Logger as NestLogger, type Params, PinoLogger } from 'nestjs-pino';
import {
  destination,
  type DestinationStream,
  type Logger,
  levels,
  type LoggerOptions,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from 'pino';
import type { Config } from '../config/config.js';

/** Paths whose values never reach a log, wherever an object with such a field is logged. */
const redacted = [
  'authorization',
  'cookie',
  'password',
  'saslPassword',
  'token',
  'apiKey',
  'key',
  'secret',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `req.headers["${name}"]`]);

/** Parts of Nest that list every module and route at each start: only of interest when debugging. */
const chatty = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver']);

function loggerOptions(config: Config, role: string): LoggerOptions {
  return {
    level: config.logging.level,
    base: { role },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: loggedError },
    mixin: () => ({ ...requestedBy(), ...tracedBy() }),
    hooks: {
      logMethod(args, method, level) {
        const [first]: readonly unknown[] = args;
        const context =
          typeof first === 'object' && first !== null && 'context' in first ? first.context : undefined;
        const isChatter =
          level === levels.values['info'] && typeof context === 'string' && chatty.has(context);
        if (!isChatter || this.isLevelEnabled('debug')) method.apply(this, args);
      },
    },
  };
}

const requests = new AsyncLocalStorage<string>();

/** Does something that belongs to a request: every line that it writes to the log carries the request's id. */
export function withinRequest<T>(id: string, work: () => T): T {
  return requests.run(id, work);
}

/** The request for which a line is written, if there is one. */
function requestedBy(): object {
  const requestId = requests.getStore();
  return requestId === undefined ? {} : { requestId };
}

/** The trace in which a line is written, if there is one. */
function tracedBy(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? { traceId: span.traceId, spanId: span.spanId } : {};
}

/** Errors of TypeORM carry the parameters of the statement: uploaded documents, hashes of keys. They stay out. */
function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { parameters: _, driverError: __, ...rest } = { ...stdSerializers.err(error) };
  return rest;
}

/** JSON lines on standard error; standard output is left to what machines read. */
export function createLogger(
  config: Config,
  role: string,
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino(loggerOptions(config, role), stream);
}

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;

/** The X-Request-Id that a caller sent, if it is fit for logs and headers, or a new one. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && requestIdPattern.test(header) ? header : randomUUID();
}

/**
 * Parameters of nestjs-pino. The application says itself what a line belongs to (`withinRequest`), and writes the line about
 * a request: it also knows of requests that never reach a middleware.
 */
export function loggerParams(config: Config, role: string): Params {
  return { pinoHttp: { logger: createLogger(config, role), autoLogging: false }, forRoutes: [] };
}

/** The logger of Nest itself, to be given to NestFactory: so that what fails while starting is logged like all else. */
export function createNestLogger(config: Config, role: string): NestLogger {
  return new NestLogger(new PinoLogger(loggerParams(config, role)), {});
}
