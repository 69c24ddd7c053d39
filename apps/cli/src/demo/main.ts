import { readFile } from 'node:fs/promises';
import { DemoApi, UnexpectedAnswerError } from './demo-api.js';
import { play } from './play.js';
import { Terminal } from './terminal.js';

// Exits 0 only if every step gave the expected answer. `npm run demo` sets both variables.
const {
  POLICY_ADVISOR_URL: url = 'http://127.0.0.1:3000',
  POLICY_ADVISOR_API_KEY_FILE: keyFile = '.data/api-key',
} = process.env;

try {
  const key = (await readFile(keyFile, 'utf8')).trim();
  const unexpected = await play(new DemoApi(url, key), new Terminal(process.stdout), new Date());
  process.exitCode = unexpected.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(
    error instanceof UnexpectedAnswerError
      ? error.message
      : `the demo could not go on: ${error.message}${cause}`,
  );
  process.exitCode = 1;
}
