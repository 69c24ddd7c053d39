import { createServer, type Socket, connect } from 'node:net';

/** A way to a server on which, from some moment on, nothing arrives and nothing is closed: as if the host had vanished. */
export interface SilentProxy {
  readonly port: number;
  /** From now on nothing gets through, in either direction. */
  silence(): void;
  /** As `silence`, but as soon as the client has sent this text, which the server still gets: its answer gets lost. */
  silenceAfter(text: string): void;
  /** New connections get through. What the server holds of those that fell silent is closed, as it would find out itself. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts a proxy to a server on this machine. */
export async function silentProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<SilentProxy> {
  let silent = false;
  let trigger: string | undefined;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    // Once silent, a connection stays so.
    let dead = silent;
    client.on('data', (chunk) => {
      if ((dead ||= silent)) return;
      upstream.write(chunk);
      if (trigger !== undefined && chunk.includes(trigger)) dead = silent = true;
    });
    upstream.on('data', (chunk) => {
      if (!(dead ||= silent)) client.write(chunk);
    });
    for (const [socket, other] of [pair, [upstream, client] as const]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (!(dead ||= silent)) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const destroyAll = (): void => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy();
    pairs.clear();
  };
  return {
    port: address.port,
    silence: () => {
      silent = true;
    },
    silenceAfter: (text) => {
      trigger = text;
    },
    heal: () => {
      for (const [, upstream] of pairs) upstream.destroy();
      silent = false;
      trigger = undefined;
    },
    close: async () => {
      destroyAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
