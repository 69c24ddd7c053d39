import { Client, DatabaseError, escapeIdentifier } from 'pg';

export interface PostgresAddress {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export function connectionUrl(address: PostgresAddress, database: string): string {
  return `postgres://${address.user}:${encodeURIComponent(address.password)}@127.0.0.1:${address.port}/${database}`;
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // a connection lost while idle: the next query says so
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SQLSTATE 57P03, cannot_connect_now: the server is starting up, recovering or shutting down. */
const cannotConnectNow = '57P03';

export type Answer =
  | { readonly kind: 'serves'; readonly dataDirectory: string }
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'refuses'; readonly message: string };

/** Asks whatever listens on the port which cluster it serves. */
export async function askServer(address: PostgresAddress): Promise<Answer> {
  try {
    const dataDirectory = await withClient(connectionUrl(address, 'postgres'), async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory ?? '';
    });
    return { kind: 'serves', dataDirectory };
  } catch (error) {
    if (error instanceof DatabaseError) {
      return error.code === cannotConnectNow
        ? { kind: 'not-yet' }
        : { kind: 'refuses', message: error.message };
    }
    return { kind: 'silent' };
  }
}

/** Creates the database if the server has none of this name. */
export async function ensureDatabase(address: PostgresAddress, name: string): Promise<void> {
  await withClient(connectionUrl(address, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  });
}
