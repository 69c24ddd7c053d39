import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig, type KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import { readDocuments } from '#libs/kubernetes';
import { inject } from 'vitest';
import { z } from 'zod';
import { KubernetesApi } from '../../apps/collector/src/inventory/kubernetes-api.js';
import { type KubernetesApiServer, startKubernetesApiServer } from '../services/kubernetes-api-server.js';
import type { Manifest } from './cluster.js';
import { type Cable, layCable } from './network.js';

const serviceAccount = '/api/v1/namespaces/policy-advisor/serviceaccounts/policy-advisor-collector';
const secrets = '/api/v1/namespaces/policy-advisor/secrets';

/** A cluster of one's own, to be disturbed: its API server, and the collector's way and rights there. */
export interface WatchedCluster {
  readonly server: KubernetesApiServer;
  /** Between the collector and the API server. */
  readonly cable: Cable;
  /** How the collector gets there: through the cable, as its service account, with the token in a file. */
  readonly kubeconfig: () => KubeConfig;
  /** The same as a file, with the token of the moment in it. */
  readonly kubeconfigFile: string;
  /** Gives the collector another token, and takes back the one before. */
  rotateToken(): Promise<void>;
  create(...manifests: readonly Manifest[]): Promise<void>;
  remove(manifest: Manifest): Promise<void>;
  patch(manifest: Manifest): Promise<void>;
  stop(): Promise<void>;
}

function configOf(url: string, ca: string, user: Record<string, unknown>): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: url, caData: Buffer.from(ca).toString('base64'), skipTLSVerify: false }],
    users: [{ name: 'u', ...user }],
    contexts: [{ name: 'c', cluster: 'c', user: 'u', namespace: 'policy-advisor' }],
    currentContext: 'c',
  });
  return config;
}

/** Starts one, with the rights of deploy/kubernetes/watcher-rbac.yaml in it. */
export async function startWatchedCluster(): Promise<WatchedCluster> {
  const server = await startKubernetesApiServer(inject('kubernetesBinaries'));
  const cable = await layCable(Number(new URL(server.url).port));
  const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-watch-'));
  const tokenFile = join(folder, 'token');
  const kubeconfigFile = join(folder, 'kubeconfig');
  const admin = configOf(server.url, server.ca, { token: server.tokens.admin });
  const objects = KubernetesObjectApi.makeApiClient(admin);
  const api = new KubernetesApi(() => admin);
  const url = `https://127.0.0.1:${cable.port}`;

  const create = async (...manifests: readonly Manifest[]): Promise<void> => {
    for (const manifest of manifests) await objects.create(manifest);
  };
  let bound: string | undefined;
  let tokens = 0;
  const rotateToken = async (): Promise<void> => {
    tokens += 1;
    const name = `token-${tokens}`;
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'policy-advisor' } };
    await create(secret);
    const signal = AbortSignal.timeout(10_000);
    const { metadata } = z
      .object({ metadata: z.object({ uid: z.string() }) })
      .parse(await api.request('GET', `${secrets}/${name}`, { signal }));
    const boundObjectRef = { kind: 'Secret', apiVersion: 'v1', name, uid: metadata.uid };
    const body = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600, boundObjectRef, audiences: [] },
    };
    const answer = await api.request('POST', `${serviceAccount}/token`, { body, signal });
    const { token } = z.object({ status: z.object({ token: z.string() }) }).parse(answer).status;
    // As the kubelet does: readers see the old one or the new one.
    writeFileSync(`${tokenFile}.new`, token);
    renameSync(`${tokenFile}.new`, tokenFile);
    writeFileSync(kubeconfigFile, configOf(url, server.ca, { token }).exportConfig());
    // A token ends with the object that it is bound to.
    if (bound !== undefined) {
      await objects.delete({ ...secret, metadata: { name: bound, namespace: 'policy-advisor' } });
    }
    bound = name;
  };

  await create(namespace('policy-advisor'));
  const rights = readFileSync('deploy/kubernetes/watcher-rbac.yaml', 'utf8');
  for (const { value } of readDocuments(rights).documents) await objects.create(value as KubernetesObject);
  await rotateToken();
  return {
    server,
    cable,
    kubeconfigFile,
    kubeconfig: () =>
      configOf(url, server.ca, { authProvider: { name: 'tokenFile', config: { tokenFile } } }),
    rotateToken,
    create,
    remove: async (manifest) => {
      await objects.delete(manifest, undefined, undefined, 0);
    },
    patch: async (manifest) => {
      await objects.patch(
        manifest,
        undefined,
        undefined,
        undefined,
        undefined,
        'application/merge-patch+json',
      );
    },
    stop: async () => {
      await cable.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function namespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
