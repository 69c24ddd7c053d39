import { connect, createServer, type Socket } from 'node:net';

/** A way to a Postgres that can be shut, as it is while the server starts. */
export interface PostgresDoor {
  /** The URL of the same database by this way. */
  readonly url: string;
  /** Connections that came while it was shut. */
  refused(): number;
  /** New connections get through from now on. */
  open(): void;
  close(): Promise<void>;
}

/** How a connection is refused: in Postgres' own words, SQLSTATE 57P03, or by hanging up. */
export type Refusal = 'is starting up' | 'hangs up';

/** The message ErrorResponse of the protocol: FATAL, 57P03 (cannot_connect_now). */
function startingUp(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0');
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** Starts it shut. */
export async function shutDoor(databaseUrl: string, refusal: Refusal): Promise<PostgresDoor> {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port) };
  let isOpen = false;
  let refused = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined).on('close', () => sockets.delete(client));
    if (isOpen) {
      const upstream = connect(target.port, target.host);
      upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => upstream.destroy());
      client.pipe(upstream).pipe(client);
      return;
    }
    refused += 1;
    // A client has said who it is before it is told: the answer to the first thing that it sends.
    client.once('data', () => (refusal === 'hangs up' ? client.destroy() : client.end(startingUp())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    url: url.href,
    refused: () => refused,
    open: () => {
      isOpen = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
