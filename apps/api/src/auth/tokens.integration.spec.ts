import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An OpenID provider on this machine: discovery and keys, which can be changed, and counted requests. */
let provider: Server;
let issuer: string;
let published: JWK[] = [];
let isEndless = false;
let isDown = false;
let asked: string[] = [];

let app: NestFastifyApplication;
let first: KeyPair;
let second: KeyPair;

const rules = JSON.stringify({
  rules: [
    {
      claim: 'groups',
      value: 'shop',
      bindings: [{ role: 'editor', project: 'shop', clusters: 'all', namespaces: 'all' }],
    },
    {
      claim: 'groups',
      value: 'shop-admins',
      bindings: [{ role: 'admin', project: 'shop', clusters: 'all', namespaces: 'all' }],
    },
    {
      claim: 'groups',
      value: 'admins',
      bindings: [{ role: 'admin', project: 'all', clusters: 'all', namespaces: 'all' }],
    },
  ],
});

beforeAll(async () => {
  first = await generateKeyPair('RS256', { extractable: true });
  second = await generateKeyPair('ES256', { extractable: true });
  provider = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answers: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: published },
    };
    const answer = isDown ? undefined : answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 503 : 200, { 'content-type': 'application/json' });
    if (isEndless) Readable.from(spaces()).pipe(response);
    else response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${addressOf(provider).port}`;
  app = await start();
});
afterAll(async () => {
  await app.close();
  await new Promise((resolve) => provider.close(resolve));
});
/** An answer that never ends, and says nothing. */
function* spaces(): Iterable<string> {
  for (;;) yield ' '.repeat(100_000);
}

beforeEach(async () => {
  isDown = false;
  isEndless = false;
  published = [await publicKey(first, 'first')];
  asked = [];
});

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider does not listen');
  return address;
}

async function start(): Promise<NestFastifyApplication> {
  const environment = {
    DATABASE_URL: await createDatabase(),
    LOG_LEVEL: 'silent',
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'policy-advisor',
    OIDC_BINDINGS_FILE: '/rules',
    OIDC_JWKS_COOLDOWN: '0s',
    OIDC_NAME_CLAIM: 'email',
  };
  return createApplication(loadConfig(environment, { readFile: () => rules }));
}

async function publicKey({ publicKey: key }: KeyPair, kid: string): Promise<JWK> {
  return { ...(await exportJWK(key)), kid, use: 'sig' };
}

interface TokenOptions {
  readonly claims?: object;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly expires?: string;
  readonly kid?: string;
}

function claimsOf({ claims = {}, expires = '5m', ...options }: TokenOptions): SignJWT {
  return new SignJWT({ groups: ['admins'], email: 'ada@example.com', ...claims })
    .setIssuer(options.issuer ?? issuer)
    .setAudience(options.audience ?? 'policy-advisor')
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime(expires);
}

const token = (options: TokenOptions = {}) =>
  claimsOf(options)
    .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? 'first' })
    .sign(first.privateKey);

async function call(bearer: string, on = app, url = '/api/v1/projects') {
  const headers = { authorization: `Bearer ${bearer}` };
  const response = await on.inject({ method: 'GET', url, headers });
  const body = z.looseObject({ detail: z.string().optional() }).parse(JSON.parse(response.body));
  return { status: response.statusCode, detail: body.detail, headers: response.headers };
}

describe('a token of the OpenID provider', () => {
  it('is taken, with the bindings that its claims give', async () => {
    expect((await call(await token())).status).toBe(200);
    expect((await call(await token({ audience: ['other', 'policy-advisor'] }))).status).toBe(200);
    const ofShop = await token({ claims: { groups: ['shop'] } });
    expect((await call(ofShop)).status).toBe(200);
    expect((await call(ofShop, app, '/api/v1/keys')).status).toBe(403);
    expect(await call(await token({ claims: { groups: ['nobody'] } }))).toMatchObject({
      status: 403,
      detail: 'What the caller is bound to (nothing) does not permit this call.',
    });
  });

  it('gives its bearer the name of a claim', async () => {
    const headers = { authorization: `Bearer ${await token()}` };
    const payload = { name: 'by-token' };
    const made = await app.inject({ method: 'POST', url: '/api/v1/projects', headers, payload });
    expect(JSON.parse(made.body)).toMatchObject({ name: 'by-token', createdBy: 'ada@example.com' });
  });

  it('makes webhooks only without limits: nobody knows what it may do when it is gone', async () => {
    const make = async (options: TokenOptions) => {
      const headers = { authorization: `Bearer ${await token(options)}` };
      const payload = { url: 'https://example.com/' };
      const made = await app.inject({ method: 'POST', url: '/api/v1/webhooks', headers, payload });
      return { status: made.statusCode, body: z.looseObject({}).parse(JSON.parse(made.body)) };
    };
    expect(await make({ claims: { groups: ['shop-admins'] } })).toMatchObject({
      status: 403,
      body: { detail: 'A webhook of a caller with limits acts for an API key: make it with one.' },
    });
    const { status, body } = await make({});
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('actsFor');
  });

  it('is refused once expired, of another issuer, for another audience, without a subject or an end', async () => {
    const refused = { status: 401, detail: 'The token is not valid for this service.' };
    expect(await call(await token({ expires: '-1m' }))).toMatchObject({
      status: 401,
      detail: 'The token has expired.',
      headers: { 'www-authenticate': 'Bearer realm="policy-advisor", error="invalid_token"' },
    });
    expect(await call(await token({ audience: 'other' }))).toMatchObject(refused);
    asked = [];
    expect(await call(await token({ issuer: 'http://127.0.0.1:1' }))).toMatchObject(refused);
    expect(asked).toEqual([]);
    const header = { alg: 'RS256', kid: 'first' };
    const endless = new SignJWT({ groups: ['admins'] }).setIssuer(issuer).setAudience('policy-advisor');
    expect(
      await call(await endless.setSubject('ada').setProtectedHeader(header).sign(first.privateKey)),
    ).toMatchObject(refused);
    const nobody = new SignJWT({}).setIssuer(issuer).setAudience('policy-advisor').setExpirationTime('1m');
    expect(await call(await nobody.setProtectedHeader(header).sign(first.privateKey))).toMatchObject(refused);
    const early = claimsOf({}).setNotBefore('10m').setProtectedHeader(header);
    expect(await call(await early.sign(first.privateKey))).toMatchObject(refused);
  });

  it('is refused unsigned, signed by HMAC with the public key, by another key, or changed', async () => {
    const unsigned = new UnsecuredJWT({ groups: ['admins'] })
      .setIssuer(issuer)
      .setAudience('policy-advisor')
      .setSubject('ada')
      .setExpirationTime('5m')
      .encode();
    expect((await call(unsigned)).status).toBe(401);
    const secret = new TextEncoder().encode(await exportSPKI(first.publicKey));
    const confused = claimsOf({}).setProtectedHeader({ alg: 'HS256', kid: 'first' });
    expect((await call(await confused.sign(secret))).status).toBe(401);
    const stranger = await generateKeyPair('RS256');
    const forged = claimsOf({}).setProtectedHeader({ alg: 'RS256', kid: 'first' });
    expect((await call(await forged.sign(stranger.privateKey))).status).toBe(401);
    // A key that the token brings along is none of the provider's.
    const brought = { alg: 'RS256', kid: 'first', jwk: await exportJWK(stranger.publicKey) };
    expect(
      (await call(await claimsOf({}).setProtectedHeader(brought).sign(stranger.privateKey))).status,
    ).toBe(401);
    const [head = '', payload = '', signature = ''] = (await token({ claims: { groups: ['shop'] } })).split(
      '.',
    );
    const claims = Buffer.from(payload, 'base64url').toString().replace('"shop"', '"admins"');
    const changed = [head, Buffer.from(claims).toString('base64url'), signature].join('.');
    expect((await call(changed)).status).toBe(401);
  });

  it('may be signed by a key that the provider has only now, and no longer by one that it has given up', async () => {
    const rotating = await start();
    try {
      expect((await call(await token(), rotating)).status).toBe(200);
      const next = await claimsOf({})
        .setProtectedHeader({ alg: 'ES256', kid: 'second' })
        .sign(second.privateKey);
      expect((await call(next, rotating)).status).toBe(401);
      published = [await publicKey(first, 'first'), await publicKey(second, 'second')];
      expect((await call(next, rotating)).status).toBe(200);
      // Keys that are known are not asked for again.
      asked = [];
      expect((await call(await token(), rotating)).status).toBe(200);
      expect((await call(next, rotating)).status).toBe(200);
      expect(asked).toEqual([]);
      published = [await publicKey(second, 'second')];
      expect((await call(await token({ kid: 'unknown' }), rotating)).status).toBe(401);
      expect((await call(await token(), rotating)).status).toBe(401);
      expect((await call(next, rotating)).status).toBe(200);
    } finally {
      await rotating.close();
    }
  });

  it('is answered 503 while the keys can not be read, and taken as soon as they can', async () => {
    const waiting = await start();
    try {
      isDown = true;
      expect(await call(await token(), waiting)).toMatchObject({
        status: 503,
        detail: 'The OpenID provider can not be asked for its keys.',
        headers: { 'retry-after': '5' },
      });
      // Keys of the service itself need no provider.
      expect((await call('pak_unknown', waiting)).status).toBe(401);
      isDown = false;
      expect((await call(await token(), waiting)).status).toBe(200);
      // Those that are known go on; a token that names another key may be valid.
      isDown = true;
      expect((await call(await token(), waiting)).status).toBe(200);
      expect((await call(await token({ kid: 'unknown' }), waiting)).status).toBe(503);
    } finally {
      await waiting.close();
    }
  });

  it('is answered 503 while the provider says more than can be about its keys', async () => {
    const waiting = await start();
    try {
      isEndless = true;
      expect((await call(await token(), waiting)).status).toBe(503);
      isEndless = false;
      expect((await call(await token(), waiting)).status).toBe(200);
    } finally {
      await waiting.close();
    }
  });

  it('is found among several keys if it names none', async () => {
    const other = await generateKeyPair('RS256', { extractable: true });
    const several = await start();
    try {
      published = [await publicKey(other, 'other'), await publicKey(first, 'first')];
      const unnamed = await claimsOf({}).setProtectedHeader({ alg: 'RS256' }).sign(first.privateKey);
      expect((await call(unnamed, several)).status).toBe(200);
      const stranger = await generateKeyPair('RS256');
      const forged = await claimsOf({}).setProtectedHeader({ alg: 'RS256' }).sign(stranger.privateKey);
      expect((await call(forged, several)).status).toBe(401);
    } finally {
      await several.close();
    }
  });
});
