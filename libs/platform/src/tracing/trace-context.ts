import {
  context,
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** The `traceparent` (W3C Trace Context) of what is done now; undefined if it is not traced. */
export function currentTraceparent(from: Context = context.active()): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(from, carrier);
  return carrier['traceparent'];
}

/** The context that a `traceparent` stands for: of nothing if there is none, or it is none. */
export function contextOf(traceparent: string | undefined): Context {
  return traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
}

/** Runs it within the span, and ends that; an error marks it as failed, by its kind alone: messages may hold data. */
export async function withinSpan<T>(span: Span, within: Context, run: () => Promise<T>): Promise<T> {
  try {
    return await context.with(within, run);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
    throw error;
  } finally {
    span.end();
  }
}

/** Runs it within a span of its own, if it is part of a trace: what nobody asked for makes none. */
export async function withinChildSpan<T>(tracer: Tracer, name: string, run: () => Promise<T>): Promise<T> {
  if (trace.getActiveSpan() === undefined) return run();
  const span = tracer.startSpan(name);
  return withinSpan(span, trace.setSpan(context.active(), span), run);
}
