import { describe, expect, it } from 'vitest';
import { ConfigError, type Environment, loadConfig } from './load-config.js';

const database = 'postgres://advisor:hunter2@db.example.com:5432/advisor';
const files: Readonly<Record<string, string>> = {
  '/secrets/url': `${database}\n`,
  '/secrets/password': 'kafka-password\n',
  '/secrets/key': `${'k'.repeat(43)}\n`,
  '/secrets/short-key': 'tooshort\n',
  '/tls/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
};

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
}

function load(environment: Environment, warnings: string[] = []) {
  return loadConfig(environment, { readFile, onWarning: (warning) => warnings.push(warning) });
}

function mistakesIn(environment: Environment): readonly string[] {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the defaults', () => {
  it('need nothing but a database', () => {
    expect(load({ DATABASE_URL: database })).toEqual({
      http: {
        host: '127.0.0.1',
        port: 3000,
        workerHealthPort: 3001,
        collectorHealthPort: 3002,
        bodyLimit: 16 * 1024 * 1024,
        maxWaitingSize: 24 * 1024 * 1024,
        requestTimeout: 60_000,
        stallTimeout: 60_000,
        trustProxy: false,
        mostEventStreams: 500,
        eventStreamHeartbeat: 15_000,
        shutdownTimeout: 8_000,
      },
      database: { url: database, poolSize: 10, connectTimeout: 10_000, statementTimeout: 60_000 },
      redis: { keyPrefix: 'policy-advisor' },
      kafka: {
        clientId: 'policy-advisor',
        groupId: 'policy-advisor-collector',
        topics: ['runtime-events'],
        fromBeginning: true,
        maxBytesPerPartition: 256 * 1024,
        sessionTimeout: 30_000,
        tls: false,
      },
      kubernetes: {
        watch: false,
        leaseName: 'policy-advisor-inventory',
        leaseDuration: 15_000,
        pageSize: 500,
      },
      auth: { cacheTime: 5_000 },
      oidc: { nameClaim: 'sub', keysCooldown: 30_000 },
      rateLimits: { requests: 60_000, events: 600_000, failures: 100, window: 60_000 },
      ingestion: {
        maxEventsPerRequest: 5_000,
        maxMessageSize: 1024 * 1024,
        maxWaitingSize: 32 * 1024 * 1024,
        flushEvery: 5_000,
        flushRows: 200_000,
        maxDeadLetters: 100_000,
        maxDeadLettersSize: 1_073_741_824,
        maxItemsPerDimension: 2_000,
        maxClockAhead: 300_000,
        parkedFor: 600_000,
        mostParked: 10_000,
      },
      computations: { threads: 2, waiting: 32, timeLimit: 30_000, memory: 268_435_456 },
      simulations: {
        concurrency: 2,
        niceness: 10,
        chunkSize: 500,
        timeLimit: 1_800_000,
        chunksInQueue: 16,
        mostUnfinished: 500,
        readAge: 200,
        reconcileEvery: 5_000,
        debounce: 5_000,
        rescanEvery: 3_600_000,
        mostContinuous: 100,
        mostContinuousOfProject: 50,
      },
      webhooks: {
        timeout: 10_000,
        concurrency: 16,
        concurrencyOfOne: 2,
        disableAfter: 432_000_000,
        allowHttp: false,
      },
      retention: {
        observations: 7_776_000_000,
        deadLetters: 1_209_600_000,
        eventIds: 259_200_000,
        audit: 31_536_000_000,
        simulations: 7_776_000_000,
        webhookDeliveries: 2_592_000_000,
      },
      tracing: { endpoint: undefined },
      logging: { level: 'info', requests: true },
      data: { directory: '.data' },
    });
  });

  it('count an empty variable as unset', () => {
    expect(load({ DATABASE_URL: database, PORT: '', KAFKA_BROKERS: '' })).toEqual(
      load({ DATABASE_URL: database }),
    );
  });
});

describe('mistakes', () => {
  it('are all reported at once, each by name and with what is allowed', () => {
    expect(
      mistakesIn({
        PORT: '70000',
        HTTP_BODY_LIMIT: '16 megabytes',
        SHUTDOWN_TIMEOUT: '5',
        KAFKA_BROKERS: 'kafka-1:9092,kafka-2',
        LOG_LEVEL: 'loud',
        KAFKA_TLS: 'yes',
      }),
    ).toEqual([
      'PORT: "70000" is not allowed; allowed: a whole number from 0 to 65535',
      'HTTP_BODY_LIMIT: "16 megabytes" is not allowed; allowed: a size from 1KiB to 256MiB, with the unit B, KiB, MiB or GiB',
      'SHUTDOWN_TIMEOUT: "5" is not allowed; allowed: a duration from 1s to 5m, with the unit ms, s, m, h or d',
      'DATABASE_URL is not set; allowed: a URL like postgres://user:password@host:5432/database',
      'KAFKA_BROKERS: "kafka-1:9092,kafka-2" is not allowed; allowed: a comma-separated list of 1 to 64, without repetition, each host:port',
      'KAFKA_TLS: "yes" is not allowed; allowed: true or false',
      'LOG_LEVEL: "loud" is not allowed; allowed: one of fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  it('never show the value of a secret, nor the content of a file', () => {
    const mistakes = mistakesIn({
      DATABASE_URL: 'mysql://advisor:hunter2@db',
      REDIS_URL: 'http://:hunter3@redis',
      BOOTSTRAP_API_KEY_FILE: '/secrets/short-key',
    });
    expect(mistakes).toEqual([
      'DATABASE_URL: its value is not allowed; allowed: a URL like postgres://user:password@host:5432/database',
      'REDIS_URL: its value is not allowed; allowed: a URL like redis://:password@host:6379/0',
      'BOOTSTRAP_API_KEY_FILE: its value is not allowed; allowed: the path of a file with one line of 32 to 256 letters, digits and the characters . _ ~ + / = -',
    ]);
  });

  it.each<[string, Environment, readonly string[]]>([
    [
      'a mechanism of SASL without user and password',
      { KAFKA_SASL_MECHANISM: 'plain' },
      [
        'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE)',
      ],
    ],
    [
      'a user of SASL without a mechanism',
      { KAFKA_SASL_USERNAME: 'advisor' },
      ['KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD need KAFKA_SASL_MECHANISM'],
    ],
    [
      'a client certificate without its key, and without TLS',
      { KAFKA_TLS_CERT_FILE: '/tls/ca.pem' },
      [
        'KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE need each other',
        'KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE and KAFKA_TLS_SERVER_NAME need KAFKA_TLS=true',
      ],
    ],
    [
      'a wrong mechanism of SASL, and nothing that would only follow from it',
      { KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_USERNAME: 'advisor' },
      ['KAFKA_SASL_MECHANISM: "gssapi" is not allowed; allowed: one of plain, scram-sha-256, scram-sha-512'],
    ],
    [
      'dead letters that come back as events',
      { KAFKA_TOPICS: 'a,b', KAFKA_DEAD_LETTER_TOPIC: 'b' },
      ['KAFKA_DEAD_LETTER_TOPIC must not be one of KAFKA_TOPICS'],
    ],
    [
      'a secret given twice',
      { DATABASE_URL_FILE: '/secrets/url' },
      ['DATABASE_URL and DATABASE_URL_FILE are both set; set one of them'],
    ],
    [
      'a file that is not there',
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: '/tls/none.pem' },
      [`KAFKA_TLS_CA_FILE: the file "/tls/none.pem" can't be read (ENOENT)`],
    ],
    [
      'a file of another kind',
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: '/secrets/url' },
      ['KAFKA_TLS_CA_FILE: its value is not allowed; allowed: the path of a PEM file'],
    ],
  ])('include %s', (_, environment, expected) => {
    expect(mistakesIn({ DATABASE_URL: database, ...environment })).toEqual(expected);
  });
});

describe('secrets', () => {
  it('may come from files, whose last line end does not count', () => {
    const config = load({
      DATABASE_URL_FILE: '/secrets/url',
      KAFKA_TLS: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'advisor',
      KAFKA_SASL_PASSWORD_FILE: '/secrets/password',
      BOOTSTRAP_API_KEY_FILE: '/secrets/key',
    });
    expect([config.database.url, config.kafka.saslPassword, config.auth.bootstrapKey]).toEqual([
      database,
      'kafka-password',
      'k'.repeat(43),
    ]);
  });
});

describe('warnings', () => {
  it('name variables that look like settings but are none', () => {
    const warnings: string[] = [];
    load({ DATABASE_URL: database, KAFKA_BROKER: 'kafka:9092', HOME: '/root', HTTP_PORT: '80' }, warnings);
    expect(warnings).toEqual([
      'HTTP_PORT is set, but there is no such setting (docs/settings.md lists all)',
      'KAFKA_BROKER is set, but there is no such setting (docs/settings.md lists all)',
    ]);
  });

  it('tell of a login without encryption, and of listening on all interfaces', () => {
    const warnings: string[] = [];
    const sasl = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
    load({ DATABASE_URL: database, HOST: '0.0.0.0', ...sasl }, warnings);
    expect(warnings).toEqual([
      'KAFKA_SASL_MECHANISM without KAFKA_TLS=true: the login crosses the network unencrypted',
      'HOST listens on all interfaces: put TLS in front, API keys cross the network otherwise readable',
    ]);
  });
});
