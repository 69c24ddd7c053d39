import { expect, it } from 'vitest';
import { oncePerOutage } from './report-fault.js';

it('passes on each fault once in ten seconds', () => {
  const reported: string[] = [];
  let time = 0;
  const report = oncePerOutage(
    (message) => reported.push(`${time}: ${message}`),
    () => time,
  );
  for (time = 0; time <= 20_000; time += 2_500) {
    report('a', new Error('x'));
    if (time === 5_000) report('b', new Error('x'));
  }
  expect(reported).toEqual(['0: a', '5000: b', '10000: a', '20000: a']);
});
