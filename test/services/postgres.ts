import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { startPostgres } from '#libs/embedded-services';

/** A Postgres server for tests, empty at first. Its data are not safe from a crash of the machine, so it is fast. */
export interface TestPostgres {
  /** The database `postgres`, as superuser. */
  readonly url: string;
  /** A new empty database, or a copy of `template`; returns its URL. */
  createDatabase(name: string, template?: string): Promise<string>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Starts a Postgres of its own. Most tests need only a database: `createDatabase()` of index.ts. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'policy-advisor-postgres-'));
  const remove = (): void =>
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const server = await startPostgres({
    dataDirectory,
    database: 'postgres',
    preferredPort: 0, // never the port that a running service of this machine would like to have
    durable: false,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    url: server.url,
    createDatabase: async (name, template = 'template1') => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      try {
        await client.query(
          `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)} STRATEGY file_copy`,
        );
      } finally {
        await client.end();
      }
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      await server.stop();
      remove();
    },
  };
}
