import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { Config } from '../config/config.js';
import { createLogger } from '../logging/logger.js';
import { traceStatements } from './trace-statements.js';

/** Milliseconds that one attempt to send spans may take: a stopping process waits for the last one. */
const SEND_TIMEOUT = 3_000;

/**
 * From now on, where OTEL_EXPORTER_OTLP_ENDPOINT is set, spans are sent there, in batches and in the background: what can't
 * be sent is dropped, and said in the log. Returns what sends the rest and ends it. Without the setting nothing is
 * recorded. Once in a process, before anything makes spans.
 */
export function startTracing(config: Config, role: string): () => Promise<void> {
  const { endpoint } = config.tracing;
  if (endpoint === undefined) return async () => undefined;
  const logger = createLogger(config, role).child({ context: 'tracing' });
  const warn = (message: string): void => logger.warn(message.slice(0, 500));
  const silent = (): void => undefined;
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: `policy-advisor-${role}` }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({
          url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
          timeoutMillis: SEND_TIMEOUT,
        }),
        { exportTimeoutMillis: SEND_TIMEOUT },
      ),
    ],
  });
  provider.register();
  traceStatements();
  return () =>
    provider
      .shutdown()
      .catch((error: unknown) => logger.warn({ err: error }, 'the last spans could not be sent'));
}
