import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
} from '@opentelemetry/semantic-conventions';
import { DatabaseError, Pool } from 'pg';
import { PooledClient } from '../postgres-client.js';
import { describeStatement } from './statement-text.js';

const tracer = trace.getTracer('policy-advisor.database');

/** As it is called: it is passed on, whatever it is given. */
type Callable = (this: unknown, ...args: unknown[]) => unknown;

/**
 * From now on each statement of a PooledClient, that of TypeORM and that of the queue, is a span, if what sends it is
 * recorded: below a request, a job, or the relay of the outbox. For processes that trace alone: others have nothing in
 * their way. Once in a process.
 */
export function traceStatements(): void {
  replace(PooledClient.prototype, 'query', (query) => {
    return function (...args) {
      return traced((given) => Reflect.apply(query, this, given), args);
    };
  });
  // Who waits for a connection goes on in his own context, not in that of whoever gives it back.
  replace(Pool.prototype, 'connect', (connect) => {
    return function (...args) {
      return Reflect.apply(
        connect,
        this,
        args.map((arg) => (isCallable(arg) ? context.bind(context.active(), arg) : arg)),
      );
    };
  });
}

function replace(prototype: object, name: string, by: (original: Callable) => Callable): void {
  const original: unknown = Reflect.get(prototype, name);
  if (!isCallable(original)) throw new Error(`pg has no ${name} any more`);
  Object.defineProperty(prototype, name, { value: by(original), writable: true, configurable: true });
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** pg's `query(text | config, values?, callback?)`: without a callback it returns a promise. */
function traced(query: (args: readonly unknown[]) => unknown, args: readonly unknown[]): unknown {
  const sql = statementOf(args[0]);
  if (sql === undefined || trace.getActiveSpan()?.isRecording() !== true) return query(args);
  const span = startSpan(sql);
  const callback = args.at(-1);
  if (isCallable(callback)) {
    const ended: Callable = (error, ...results) => {
      end(span, error);
      return callback(error, ...results);
    };
    return query([...args.slice(0, -1), ended]);
  }
  const result = query(args);
  if (result instanceof Promise)
    result.then(
      () => end(span, undefined),
      (error: unknown) => end(span, error),
    );
  else span.end();
  return result;
}

/** Undefined for what is not sent as text, such as cursors. */
function statementOf(sent: unknown): string | undefined {
  if (typeof sent === 'string') return sent;
  if (typeof sent !== 'object' || sent === null || 'submit' in sent || !('text' in sent)) return undefined;
  return typeof sent.text === 'string' ? sent.text : undefined;
}

function startSpan(sql: string): Span {
  const { operation, table, text } = describeStatement(sql);
  return tracer.startSpan(table === undefined ? operation : `${operation} ${table}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_DB_SYSTEM_NAME]: DB_SYSTEM_NAME_VALUE_POSTGRESQL,
      [ATTR_DB_OPERATION_NAME]: operation,
      ...(table !== undefined && { [ATTR_DB_COLLECTION_NAME]: table }),
      [ATTR_DB_QUERY_TEXT]: text,
    },
  });
}

/** Messages of Postgres quote what they are about: of an error only its code (SQLSTATE) and kind are told. */
function end(span: Span, error: unknown): void {
  if (error !== undefined && error !== null) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code !== undefined) span.setAttribute(ATTR_DB_RESPONSE_STATUS_CODE, code);
    span.setAttribute(ATTR_ERROR_TYPE, code ?? (error instanceof Error ? error.name : 'error'));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
