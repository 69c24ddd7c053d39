import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A delivery as it came. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** Another service: notes what it is told, and answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  status = 204;
  /** False: it takes what it is told, and hangs. */
  answers = true;
  readonly #server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      this.received.push({ headers, text, body: JSON.parse(text) });
      this.#server.emit('told');
      if (this.answers) response.writeHead(this.status).end();
    });
  });

  /** Where it listens. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver does not listen');
    return `http://127.0.0.1:${address.port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Resolves when so many deliveries have come. */
  async got(count: number): Promise<readonly Received[]> {
    while (this.received.length < count)
      await once(this.#server, 'told', { signal: AbortSignal.timeout(60_000) });
    return this.received;
  }
}

/** By which of the secrets, in the order of the signatures, a delivery is signed; -1: by none of them. */
export function signers({ headers, text }: Received, ...secrets: readonly string[]): readonly number[] {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return (headers['webhook-signature'] ?? '').split(' ').map((signature) => expected.indexOf(signature));
}
