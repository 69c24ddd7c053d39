import type { z } from 'zod';

/** How one kind of job is queued, tried and given up. */
export interface JobSettings {
  readonly name: string;
  readonly queue: string;
  /** Tries before it is given up. A job that a stopping or killed worker gives back has not been tried. */
  readonly attempts: number;
  /** The pause before the second try, in milliseconds; it doubles each time and varies by a quarter. */
  readonly backoffMs: number;
  /** A try that takes longer is aborted and counts as failed. */
  readonly timeoutMs: number;
}

/** A piece of work to be queued. While one with the same `id` waits or runs, queueing it again does nothing. */
export interface JobRequest {
  readonly name: string;
  readonly payload: unknown;
  readonly id: string;
  /** The trace (W3C Trace Context) that it belongs to. */
  readonly traceparent?: string | undefined;
}

/** What a handler is told beside the payload. */
export interface JobContext {
  /** Aborted when the try takes too long or the worker stops; a handler ends soon after, by throwing or returning. */
  readonly signal: AbortSignal;
  /** Of this try, from 1. */
  readonly attempt: number;
}

/** What runs a job. Made by `Job.handledBy`, so that payloads are parsed before a handler sees them. */
export interface JobHandler {
  readonly job: JobSettings;
  run(payload: unknown, context: JobContext): Promise<void>;
  /** The last try failed, or the payload can't be read. */
  givenUp(payload: unknown, error: Error): Promise<void>;
}

export interface Job<Payload = never> extends JobSettings {
  /** The request for that payload; throws ZodError if it does not fit. */
  request(payload: Payload): JobRequest;
  /** Checks what comes back from an outbox or a queue, and makes a request of it. Throws ZodError. */
  parse(payload: unknown): JobRequest;
  handledBy(handler: {
    run(payload: Payload, context: JobContext): Promise<void>;
    givenUp(payload: Payload, error: Error): Promise<void>;
  }): JobHandler;
}

/** An entry of the catalogue. `key` names the piece of work within the job; it must not contain a colon. */
export function defineJob<Payload>(
  definition: JobSettings & {
    readonly payload: z.ZodType<Payload>;
    readonly key: (payload: Payload) => string;
  },
): Job<Payload> {
  const { payload: schema, key, ...settings } = definition;
  const request = (payload: Payload): JobRequest => ({
    name: settings.name,
    payload,
    id: `${settings.name}.${key(payload)}`,
  });
  return {
    ...settings,
    request: (payload) => request(schema.parse(payload)),
    parse: (payload) => request(schema.parse(payload)),
    handledBy: (handler) => ({
      job: settings,
      run: async (payload, context) => handler.run(schema.parse(payload), context),
      givenUp: async (payload, error) => {
        const parsed = schema.safeParse(payload);
        if (parsed.success) await handler.givenUp(parsed.data, error);
      },
    }),
  };
}
