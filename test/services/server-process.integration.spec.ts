import { expect, it } from 'vitest';
import { startServer } from './server-process.js';

const patience = 600;

function start(program: string) {
  return startServer({
    name: 'The server',
    command: process.execPath,
    args: ['-e', program],
    isReady: (output) => output.includes('ready'),
    patience,
  });
}

it.each([
  [
    'computes',
    `const end = Date.now() + 1500; while (Date.now() < end); console.log('ready'); setInterval(() => {}, 1000);`,
  ],
  ['prints', `let n = 0; setInterval(() => console.log((n += 1) < 15 ? 'not yet' : 'ready'), 100);`],
])('a server that %s is waited for, longer than one may stand still', async (_, program) => {
  const begun = performance.now();
  const server = await start(program);
  expect(performance.now() - begun).toBeGreaterThan(2 * patience);
  expect(server.output()).toContain('ready');
  await server.stop();
});

it('a server that stands still is ended, and its output told', async () => {
  await expect(start(`console.log('listening to nobody'); setInterval(() => {}, 10_000);`)).rejects.toThrow(
    /^The server was not ready within \d+ s, and stood still for \d+ s:\nlistening to nobody\n$/,
  );
});

it('a server that ends is not waited for', async () => {
  await expect(start(`console.error('no such file'); process.exit(3);`)).rejects.toThrow(
    'The server ended with exit code 3:\nno such file\n',
  );
});
