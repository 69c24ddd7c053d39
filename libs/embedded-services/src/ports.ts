import { createServer, type Server } from 'node:net';

/** Listens on 127.0.0.1; resolves to the server, or to the system's error code such as EADDRINUSE or EACCES. */
function listen(port: number): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

/** Why this port of 127.0.0.1 can't be listened on, as the system's error code; undefined if it can. */
export async function portProblem(port: number): Promise<string | undefined> {
  const server = await listen(port);
  if (typeof server === 'string') return server;
  await close(server);
  return undefined;
}

/** The first of the ports from `start` on that can be listened on; any free port if the next hundred are taken. */
export async function nextFreePort(start: number): Promise<number> {
  for (let port = start; port < start + 100 && port <= 65_535; port += 1) {
    if ((await portProblem(port)) === undefined) return port;
  }
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no free TCP port on 127.0.0.1');
  return port;
}

/** As many different free ports of 127.0.0.1: all are held at once before the first is given back. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const held = servers.filter((server) => typeof server !== 'string');
  const ports = held.map(portOf);
  await Promise.all(held.map(close));
  if (ports.length < count) throw new Error('no free TCP port on 127.0.0.1');
  return ports;
}
