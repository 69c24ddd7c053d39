import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import {
  createDatabase,
  createEmptyDatabase,
  kafkaBrokers,
  kafkaListeners,
  redisUrl,
  startTestPostgres,
} from './index.js';
import { startKubernetesApiServer } from './kubernetes-api-server.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const tables = `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`;

describe('Postgres of the tests', () => {
  it('gives each caller a database of its own', async () => {
    const [one, other] = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
    await query(one, 'CREATE TABLE mine (id int)');
    expect(await query(one, tables)).toEqual([{ tables: 1 }]);
    expect(await query(other, tables)).toEqual([{ tables: 0 }]);
  });

  it('has the migrated schema in the databases made for it', async () => {
    const [row] = await query(
      await createDatabase(),
      `SELECT count(*) > 0 AS migrated FROM schema_migrations`,
    );
    expect(row).toEqual({ migrated: true });
  });
});

describe('the API server of Kubernetes of the tests', () => {
  it('is not started without its programs: it is said which one is missing, and how they are built', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'no-binaries-'));
    const how = 'is not there. Run "npm run test:kubernetes", which builds it; that needs Go.';
    try {
      await expect(startKubernetesApiServer(folder)).rejects.toThrow(`${join(folder, 'etcd')} ${how}`);
      writeFileSync(join(folder, 'etcd'), '');
      await expect(startKubernetesApiServer(folder)).rejects.toThrow(
        `${join(folder, 'kube-apiserver')} ${how}`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a Postgres that tests may end', () => {
  it('has what was committed after a crash, at the same address, and answers again after a pause', async () => {
    const postgres = await startTestPostgres({ commitsSurvive: true });
    try {
      const url = await postgres.createDatabase('crashed');
      await query(url, 'CREATE TABLE kept (id int)');
      await query(url, 'INSERT INTO kept VALUES (7)');
      await postgres.kill();
      await expect(query(url, 'SELECT id FROM kept')).rejects.toThrow('ECONNREFUSED');
      await postgres.restart();
      postgres.pause();
      const answer = query(url, 'SELECT id FROM kept');
      const first = await Promise.race([
        answer,
        new Promise((resolve) => setTimeout(resolve, 200, 'silent')),
      ]);
      postgres.resume();
      expect([first, await answer]).toEqual(['silent', [{ id: 7 }]]);
    } finally {
      await postgres.stop();
    }
  });
});

describe('Redis of the tests', () => {
  it('gives each caller a database of its own', async () => {
    const [one, other] = [new Redis(await redisUrl()), new Redis(await redisUrl())];
    try {
      await one.set('key', 'value');
      expect(await one.get('key')).toBe('value');
      expect(await other.get('key')).toBe(null);
    } finally {
      one.disconnect();
      other.disconnect();
    }
  });
});

describe('Kafka of the tests', () => {
  async function brokersSeen(config: KafkaConfig): Promise<number> {
    // The first handshake of a broker takes more than a second of a busy machine, which is all that kafkajs would wait.
    const waiting = { connectionTimeout: 30_000, authenticationTimeout: 30_000 };
    const admin = new Kafka({
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
      ...waiting,
      ...config,
    }).admin();
    try {
      await admin.connect();
      return (await admin.describeCluster()).brokers.length;
    } finally {
      await admin.disconnect();
    }
  }

  it('answers without encryption', async () => {
    expect(await brokersSeen({ brokers: [...(await kafkaBrokers())] })).toBe(1);
  });

  it('answers over TLS to those who know its authority, and to nobody else', async () => {
    const { tls, caFile } = await kafkaListeners();
    const ca = readFileSync(caFile, 'utf8');
    expect(await brokersSeen({ brokers: [tls], ssl: { ca } })).toBe(1);
    await expect(brokersSeen({ brokers: [tls], ssl: true })).rejects.toThrow(/certificate/);
  });

  it('asks for a client certificate where mutual TLS is wanted', async () => {
    const { mutualTls, caFile, clientCertificateFile, clientKeyFile } = await kafkaListeners();
    const ca = readFileSync(caFile, 'utf8');
    const cert = readFileSync(clientCertificateFile, 'utf8');
    const key = readFileSync(clientKeyFile, 'utf8');
    expect(await brokersSeen({ brokers: [mutualTls], ssl: { ca, cert, key } })).toBe(1);
    await expect(brokersSeen({ brokers: [mutualTls], ssl: { ca } })).rejects.toThrow(
      /certificate|disconnected/,
    );
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'lets in by %s with the right password only',
    async (mechanism) => {
      const { saslTls, saslPlaintext, caFile, username, password } = await kafkaListeners();
      const login = (secret: string): SASLOptions => {
        switch (mechanism) {
          case 'plain':
            return { mechanism, username, password: secret };
          case 'scram-sha-256':
            return { mechanism, username, password: secret };
          case 'scram-sha-512':
            return { mechanism, username, password: secret };
        }
      };
      const ssl = { ca: readFileSync(caFile, 'utf8') };
      expect(await brokersSeen({ brokers: [saslTls], ssl, sasl: login(password) })).toBe(1);
      expect(await brokersSeen({ brokers: [saslPlaintext], sasl: login(password) })).toBe(1);
      await expect(brokersSeen({ brokers: [saslTls], ssl, sasl: login('another') })).rejects.toThrow(
        /[Aa]uthentication/,
      );
    },
  );
});
