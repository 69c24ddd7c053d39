import { setting } from './setting.js';
import { duration, flag, hostAndPort, list, matching, oneOf, size, text } from './value-types.js';

const topic = matching(
  /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/,
  'a topic name (letters, digits, dots, underscores, dashes)',
);

const pem = matching(/^-----BEGIN [A-Z0-9 ]+-----/, 'the path of a PEM file');

/** The Kafka cluster from which the collector reads runtime events. */
export const kafkaSettings = {
  brokers: setting('KAFKA_BROKERS', list(hostAndPort(), 64), {
    about: 'Bootstrap brokers. Unset: the collector reads no Kafka, events come over HTTP only.',
  }),
  clientId: setting('KAFKA_CLIENT_ID', text(), {
    default: 'policy-advisor',
    about: 'Client id under which the brokers see us, in quotas and logs.',
  }),
  groupId: setting('KAFKA_GROUP_ID', text(), {
    default: 'policy-advisor-collector',
    about: 'Consumer group; all collectors of an installation share it.',
  }),
  topics: setting('KAFKA_TOPICS', list(topic, 64), {
    default: 'runtime-events',
    about: 'Topics with runtime events.',
  }),
  topicSettings: setting('KAFKA_TOPIC_SETTINGS_FILE', text('the path of a YAML file'), {
    file: true,
    about:
      'What the topics carry: format, cluster, covered dimensions (docs/agents.md). Unset: formats are recognised, and only native events say what was watched.',
  }),
  deadLetterTopic: setting('KAFKA_DEAD_LETTER_TOPIC', topic, {
    about: 'Topic to which refused messages are also written. Unset: they are kept in Postgres alone.',
  }),
  fromBeginning: setting('KAFKA_FROM_BEGINNING', flag(), {
    default: 'true',
    about:
      'Where a topic is read from that the group has never read: its beginning (true) or its end. Partitions that are added later: their beginning.',
  }),
  maxBytesPerPartition: setting('KAFKA_MAX_BYTES_PER_PARTITION', size('64KiB', '64MiB'), {
    default: '256KiB',
    about: 'Data fetched from a partition at a time, as it is compressed: what memory goes with.',
  }),
  sessionTimeout: setting('KAFKA_SESSION_TIMEOUT', duration('6s', '5m'), {
    default: '30s',
    about: 'A collector not heard of for so long loses its partitions to the others.',
  }),
  tls: setting('KAFKA_TLS', flag(), { default: 'false', about: 'Talk to the brokers over TLS.' }),
  tlsCa: setting('KAFKA_TLS_CA_FILE', pem, {
    file: true,
    about: "Certificate authorities to trust, instead of the system's.",
  }),
  tlsCertificate: setting('KAFKA_TLS_CERT_FILE', pem, {
    file: true,
    about: 'Client certificate, for mutual TLS.',
  }),
  tlsKey: setting('KAFKA_TLS_KEY_FILE', pem, {
    file: true,
    secret: true,
    about: 'Private key of the client certificate.',
  }),
  tlsServerName: setting('KAFKA_TLS_SERVER_NAME', text('a host name'), {
    about: 'Name expected in the certificates of the brokers, if it differs from their address.',
  }),
  saslMechanism: setting('KAFKA_SASL_MECHANISM', oneOf('plain', 'scram-sha-256', 'scram-sha-512'), {
    about: 'How to log in to the brokers. Unset: no login.',
  }),
  saslUsername: setting('KAFKA_SASL_USERNAME', text(), { about: 'User name for SASL.' }),
  saslPassword: setting('KAFKA_SASL_PASSWORD', text(), { secret: true, about: 'Password for SASL.' }),
};
