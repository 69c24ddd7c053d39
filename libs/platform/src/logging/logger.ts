import { randomUUID } from 'node:crypto';
import type { Params } from 'nestjs-pino';
import { destination, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
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

function loggerOptions(config: Config, role: string): LoggerOptions {
  return {
    level: config.logging.level,
    base: { role },
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: stdSerializers.err },
  };
}

/** JSON lines on standard error; standard output is left to what machines read. */
export function createLogger(config: Config, role: string): Logger {
  return pino(loggerOptions(config, role), destination({ fd: 2, sync: true }));
}

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;

/** The X-Request-Id that a caller sent, if it is fit for logs and headers, or a new one. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && requestIdPattern.test(header) ? header : randomUUID();
}

const quietPaths = new Set(['/healthz', '/readyz', '/metrics']);

/** Parameters of nestjs-pino: one line for each request, with the request's id in it and in every line below it. */
export function loggerParams(config: Config, role: string): Params {
  return {
    pinoHttp: {
      logger: createLogger(config, role),
      autoLogging: config.logging.requests
        ? { ignore: (request) => quietPaths.has(request.url?.split('?')[0] ?? '') }
        : false,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId' },
      customProps: () => ({}),
      serializers: {
        req: (request: { method: string; url: string }) => ({
          method: request.method,
          path: request.url.split('?')[0],
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      },
    },
  };
}
