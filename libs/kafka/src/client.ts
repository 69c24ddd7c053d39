import type { Config } from '#libs/platform';
import kafkajs, {
  type Kafka,
  type KafkaConfig,
  type LogEntry,
  type RetryOptions,
  type SASLOptions,
} from 'kafkajs';
import { registerCodecs } from './codecs.js';
import { correctKafkajs } from './kafkajs-corrections.js';
import { keepBatchesPacked } from './record-batches.js';

/** The settings of Kafka, as `config.kafka`, with brokers. */
export type KafkaSettings = Config['kafka'] & { readonly brokers: readonly string[] };

/** What this library logs to; a pino logger is one, and so is console. */
export interface KafkaLogger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * Brokers may be away for any time: try again without end, at most 2 s apart. With the defaults of kafkajs consumers
 * crash after five tries, and come back up to 10 s after the brokers.
 */
export const endlessRetry: RetryOptions = {
  initialRetryTime: 200,
  maxRetryTime: 2_000,
  factor: 0,
  multiplier: 1.5,
  retries: 1_000_000_000,
  restartOnFailure: () => Promise.resolve(true),
};

/**
 * A kafkajs client with the corrections, codecs, TLS and login that the settings ask for. Its consumers get one message for
 * each record batch: `unpackBatch` has those that it stands for.
 */
export function createKafka(settings: KafkaSettings, logger: KafkaLogger, retry = endlessRetry): Kafka {
  correctKafkajs();
  registerCodecs();
  keepBatchesPacked();
  const config: KafkaConfig = {
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    retry,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => log(logger, entry),
  };
  const sasl = saslOf(settings);
  return new kafkajs.Kafka({
    ...config,
    ...(settings.tls ? { ssl: tlsOf(settings) } : {}),
    ...(sasl === undefined ? {} : { sasl }),
  });
}

function tlsOf(settings: KafkaSettings): NonNullable<KafkaConfig['ssl']> {
  return {
    ...(settings.tlsCa === undefined ? {} : { ca: settings.tlsCa }),
    ...(settings.tlsCertificate === undefined ? {} : { cert: settings.tlsCertificate }),
    ...(settings.tlsKey === undefined ? {} : { key: settings.tlsKey }),
    ...(settings.tlsServerName === undefined ? {} : { servername: settings.tlsServerName }),
  };
}

function saslOf({ saslMechanism, saslUsername, saslPassword }: KafkaSettings): SASLOptions | undefined {
  if (saslUsername === undefined || saslPassword === undefined) return undefined;
  const login = { username: saslUsername, password: saslPassword };
  switch (saslMechanism) {
    case undefined:
      return undefined;
    case 'plain':
      return { mechanism: 'plain', ...login };
    case 'scram-sha-256':
      return { mechanism: 'scram-sha-256', ...login };
    case 'scram-sha-512':
      return { mechanism: 'scram-sha-512', ...login };
  }
}

/** kafkajs says a lot at level info that only helps in the search for a fault. */
function log(logger: KafkaLogger, { level, namespace, log: { message, ...details } }: LogEntry): void {
  const text = `kafka ${namespace}: ${message}`;
  const { logLevel } = kafkajs;
  if (level === logLevel.ERROR) logger.error(details, text);
  else if (level === logLevel.WARN) logger.warn(details, text);
  else logger.debug(details, text);
}
