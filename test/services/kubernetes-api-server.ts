import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePorts } from '#libs/embedded-services';
import { type ServerProcess, ServiceUnavailableError, startServer } from './server-process.js';

/** A real kube-apiserver v1.24.17 with PodSecurityPolicy admission. No controllers, no nodes: nothing is scheduled. */
export interface KubernetesApiServer {
  readonly url: string;
  /** PEM of the authority of its certificate. */
  readonly ca: string;
  /** Bearer tokens by user: see `users`. */
  readonly tokens: Readonly<Record<User, string>>;
  /** SIGKILL of the API server; etcd goes on. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. What was watched before can not be resumed from too far back. */
  restart(): Promise<void>;
  /** Makes etcd forget everything but the present state: what has been seen of an older one is 410 Gone. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

/** `admin` may do everything (group system:masters); the others may do what RBAC grants them, at first nothing. */
export const users = ['admin', 'developer', 'outsider'] as const;
export type User = (typeof users)[number];

/** Plugins that change pods, and that this product does not speak about: answers stay comparable without them. */
const withoutPlugins = 'LimitRanger,Priority,DefaultTolerationSeconds,TaintNodesByCondition,RuntimeClass';

function isReady(url: string, certificate: string): Promise<boolean> {
  if (!existsSync(certificate)) return Promise.resolve(false);
  return new Promise((resolve) => {
    get(`${url}/readyz`, { ca: readFileSync(certificate), timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).once('error', () => resolve(false));
  });
}

/** Over etcd's JSON gateway. */
async function compactEtcd(url: string): Promise<void> {
  const call = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const range = await call('range', { key: 'AA==' });
  const { header } = z.object({ header: z.object({ revision: z.string() }) }).parse(range);
  await call('compaction', { revision: header.revision, physical: true });
}

/**
 * Starts etcd and the API server from the folder that scripts/kubernetes-binaries.mjs builds. `more`: further arguments of
 * kube-apiserver.
 */
export async function startKubernetesApiServer(
  binaries: string,
  more: readonly string[] = [],
): Promise<KubernetesApiServer> {
  for (const name of ['etcd', 'kube-apiserver']) {
    if (!existsSync(join(binaries, name))) {
      throw new ServiceUnavailableError(
        `${join(binaries, name)} is not there. Run "npm run test:kubernetes", which builds it; that needs Go.`,
      );
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-kubernetes-'));
  const path = (name: string): string => join(folder, name);
  const [etcdPort, peerPort, port] = await freePorts(3);
  const started: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of started.toReversed()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(path('service-accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(path('service-accounts.pub'), publicKey);
  const token = (): string => randomBytes(16).toString('hex');
  const tokens = { admin: token(), developer: token(), outsider: token() };
  const groups: Readonly<Partial<Record<User, string>>> = { admin: ',"system:masters"' };
  const lines = users.map((user) => `${tokens[user]},${user},${user}${groups[user] ?? ''}`);
  writeFileSync(path('tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 });

  try {
    const etcdUrl = `http://127.0.0.1:${etcdPort}`;
    const peerUrl = `http://127.0.0.1:${peerPort}`;
    started.push(
      await startServer({
        name: 'etcd',
        command: join(binaries, 'etcd'),
        args: [
          `--data-dir=${path('etcd')}`,
          `--listen-client-urls=${etcdUrl}`,
          `--advertise-client-urls=${etcdUrl}`,
          `--listen-peer-urls=${peerUrl}`,
          `--initial-advertise-peer-urls=${peerUrl}`,
          `--initial-cluster=default=${peerUrl}`,
          '--unsafe-no-fsync',
        ],
        isReady: (output) => output.includes('ready to serve client requests'),
      }),
    );
    const url = `https://127.0.0.1:${port}`;
    const certificate = path('apiserver.crt'); // self-signed, made by the server, followed by its authority
    const startApiServer = () =>
      startServer({
        name: 'kube-apiserver',
        command: join(binaries, 'kube-apiserver'),
        args: [
          `--etcd-servers=${etcdUrl}`,
          `--secure-port=${port}`,
          '--bind-address=127.0.0.1',
          '--advertise-address=127.0.0.1',
          '--endpoint-reconciler-type=none',
          `--cert-dir=${folder}`,
          '--service-account-issuer=https://kubernetes.default.svc',
          `--service-account-key-file=${path('service-accounts.pub')}`,
          `--service-account-signing-key-file=${path('service-accounts.key')}`,
          `--token-auth-file=${path('tokens.csv')}`,
          '--authorization-mode=RBAC',
          '--allow-privileged=true',
          '--service-cluster-ip-range=10.0.0.0/24',
          '--enable-admission-plugins=PodSecurityPolicy',
          `--disable-admission-plugins=${withoutPlugins}`,
          ...more,
        ],
        isReady: () => isReady(url, certificate),
      });
    let apiServer = await startApiServer();
    started.push({ ...apiServer, stop: () => apiServer.stop() });
    return {
      url,
      ca: readFileSync(certificate, 'utf8'),
      tokens,
      kill: () => apiServer.kill(),
      restart: async () => {
        apiServer = await startApiServer();
      },
      compact: () => compactEtcd(etcdUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
