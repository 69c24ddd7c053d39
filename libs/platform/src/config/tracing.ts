import { setting } from './setting.js';
import { url } from './value-types.js';

/** Traces, in the words of OpenTelemetry. */
export const tracingSettings = {
  endpoint: setting('OTEL_EXPORTER_OTLP_ENDPOINT', url(['http', 'https'], 'http://otel-collector:4318'), {
    about:
      'Where traces go, over OTLP/HTTP (`/v1/traces` is added). Unset: none are made. `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_EXPORTER_OTLP_CERTIFICATE` count as well.',
  }),
};
