import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addressPolicy } from './public-address.js';
import { MOST_ATTEMPTS, pauseAfter } from './retry-schedule.js';
import { secretText, signedHeaders } from './signature.js';
import { urlMistake } from './webhook.js';

describe('the URL of a webhook', () => {
  const strict = { allowHttp: false, isAllowed: addressPolicy([]) };

  it.each([
    'https://example.com/hook?a=b',
    'https://example.com:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('may be %s', (url) => {
    expect(urlMistake(url, strict)).toBeUndefined();
  });

  it.each([
    ['http://example.com/', 'must begin with https://'],
    ['ftp://example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['not a url', 'must be a URL of at most 2048 characters'],
    [`https://example.com/${'a'.repeat(2_048)}`, 'must be a URL of at most 2048 characters'],
    ['https://user:secret@example.com/', 'must not hold a user name or password'],
    ['https://example.com/#part', 'must not have a fragment'],
  ])('may not be %s', (url, mistake) => {
    expect(urlMistake(url, strict)).toBe(mistake);
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://localhost/',
    'https://a.localhost/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('may not point to %s', (url) => {
    expect(urlMistake(url, strict)).toBe(
      'must not point to a private, loopback or otherwise non-public address',
    );
  });

  it('may be http, and any address of an allowed network, where that is set', () => {
    const lax = { allowHttp: true, isAllowed: addressPolicy(['127.0.0.0/8']) };
    expect(urlMistake('http://127.0.0.1:9000/', lax)).toBeUndefined();
    expect(urlMistake('http://localhost:9000/', lax)).toBeUndefined();
    expect(urlMistake('http://[::1]/', lax)).toBeDefined();
  });
});

describe('the signature of a delivery', () => {
  it('is that of Standard Webhooks: over id, time and body, by the secret that was shown', () => {
    const secret = Buffer.from('0123456789abcdef0123456789abcdef');
    const text = secretText(secret);
    const now = new Date('2026-03-01T10:00:00.900Z');
    const headers = signedHeaders([secret], { id: 'msg', body: '{"a":1}' }, now);
    expect(headers).toMatchObject({ 'webhook-id': 'msg', 'webhook-timestamp': '1772359200' });
    const key = Buffer.from(text.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key).update('msg.1772359200.{"a":1}').digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  it('is one for each secret, with a space between them', () => {
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const signature = (...secrets: Buffer[]) =>
      signedHeaders(secrets, { id: 'msg', body: '{}' }, new Date(0))['webhook-signature'];
    expect(signature(first, second)).toBe(`${signature(first)} ${signature(second)}`);
    expect(signature(first)).not.toBe(signature(second));
  });
});

describe('tries', () => {
  it('come less and less often, for about a day, and end', () => {
    const pauses = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => pauseAfter(index + 1, 0.5) ?? 0);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    expect(pauseAfter(MOST_ATTEMPTS, 0.5)).toBeUndefined();
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([4_500, 5_500]);
  });
});
