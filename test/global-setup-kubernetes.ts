import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startKubernetesApiServer, type User } from './services/kubernetes-api-server.js';
import { cache } from './services/server-process.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of etcd and kube-apiserver, for tests that start servers of their own. */
    kubernetesBinaries: string;
    /** The program of Helm. */
    helm: string;
    kubernetesUrl: string;
    kubernetesCa: string;
    kubernetesTokens: Record<User, string>;
  }
}

/** Where the programs are, if scripts/test-kubernetes.mjs did not say: the last by name that was built. */
function builtIn(name: string): string {
  try {
    return cache(
      name,
      readdirSync(cache(name))
        .toSorted((a, b) => (a < b ? -1 : 1))
        .at(-1) ?? '',
    );
  } catch {
    return join(cache(name), 'none');
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = process.env['KUBERNETES_BINARIES'] ?? builtIn('kubernetes');
  const server = await startKubernetesApiServer(binaries);
  project.provide('kubernetesBinaries', binaries);
  project.provide('helm', process.env['HELM'] ?? join(builtIn('helm'), 'helm'));
  project.provide('kubernetesUrl', server.url);
  project.provide('kubernetesCa', server.ca);
  project.provide('kubernetesTokens', { ...server.tokens });
  return () => server.stop();
}
