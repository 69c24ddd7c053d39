import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { createDataSource, issueApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { createApplication } from '../../apps/api/src/create-application.js';
import { createDatabase } from '../services/index.js';
import { type Certificates, createCertificates } from '../services/kafka-certificates.js';
import { type KubernetesApiServer, startKubernetesApiServer } from '../services/kubernetes-api-server.js';

const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-audit-'));
let app: NestFastifyApplication;
let dataSource: DataSource;
let tls: Server;
let server: KubernetesApiServer;

/** As docs/agents.md has it. JSON is YAML. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    { level: 'Metadata', resources: [{ group: '', resources: ['pods/exec', 'pods/attach'] }] },
    { level: 'None' },
  ],
};

/** TLS in front of the API, as in production: without it kube-apiserver does not send the token. */
async function serveTls(port: number, certificates: Certificates): Promise<Server> {
  const pem = readFileSync(certificates.brokerKeystore);
  const front = createServer({ key: pem, cert: pem }, (near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return front;
}

function portOf(listening: { address(): AddressInfo | string | null }): number {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

function kubeconfigOf(address: string, authority: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'policy-advisor', cluster: { server: address, 'certificate-authority': authority } }],
    users: [{ name: 'kube-apiserver', user: { token } }],
    contexts: [{ name: 'default', context: { cluster: 'policy-advisor', user: 'kube-apiserver' } }],
    'current-context': 'default',
  };
}

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  const { key } = await issueApiKey(dataSource.manager, {
    name: 'kube-apiserver',
    bindings: [{ role: 'agent', project: 'all', clusters: ['audited'], namespaces: 'all' }],
  });
  app = await createApplication(config);
  await app.listen(0, '127.0.0.1');
  const certificates = createCertificates(folder);
  tls = await serveTls(portOf(app.getHttpServer()), certificates);
  const address = `https://127.0.0.1:${portOf(tls)}/api/v1/clusters/audited/runtime-events`;
  const [policyFile, kubeconfigFile] = [join(folder, 'policy'), join(folder, 'kubeconfig')];
  writeFileSync(policyFile, JSON.stringify(auditPolicy));
  writeFileSync(kubeconfigFile, JSON.stringify(kubeconfigOf(address, certificates.caFile, key)), {
    mode: 0o600,
  });
  server = await startKubernetesApiServer(inject('kubernetesBinaries'), [
    `--audit-policy-file=${policyFile}`,
    `--audit-webhook-config-file=${kubeconfigFile}`,
    '--audit-webhook-batch-max-wait=100ms',
  ]);
});
afterAll(async () => {
  await server.stop();
  tls.close();
  await app.close();
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

async function taken(): Promise<number> {
  const found = await app.get(Registry).getSingleMetric('ingestion_messages_total')?.get();
  return found?.values.find(({ labels }) => labels['outcome'] === 'ok')?.value ?? 0;
}

/** The status that the API server answers a POST with. */
function post(path: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    request(`${server.url}${path}`, { method: 'POST', ca: server.ca, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

it('the audit webhook of kube-apiserver sends its events to the cluster that the path names', async () => {
  const path = '/api/v1/namespaces/default/pods/web/exec?command=id&container=nginx&stdout=true';
  expect(await post(path, server.tokens.outsider)).toBe(403);
  await vi.waitFor(async () => expect(await taken()).toBe(1), { timeout: 10_000 });
});
