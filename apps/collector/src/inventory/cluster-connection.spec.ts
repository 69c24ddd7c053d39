import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connectionOf } from './cluster-connection.js';

const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function kubeconfig(context: object | undefined, server = 'https://10.0.0.1:6443'): string {
  const file = join(folder, 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: context === undefined ? [] : [{ name: 'c', context: { cluster: 'c', user: 'u', ...context } }],
    'current-context': context === undefined ? '' : 'c',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe('the connection to a cluster', () => {
  it('is that of the current context, and its namespace', () => {
    const connection = connectionOf(kubeconfig({ namespace: 'tools' }));
    expect(connection.namespace).toBe('tools');
    expect(connection.load().getCurrentCluster()?.server).toBe('https://10.0.0.1:6443');
    expect(connectionOf(kubeconfig({})).namespace).toBe('default');
  });

  it('is read anew each time: what it says may have changed', () => {
    const connection = connectionOf(kubeconfig({}));
    kubeconfig({}, 'https://10.0.0.2:6443');
    expect(connection.load().getCurrentCluster()?.server).toBe('https://10.0.0.2:6443');
  });

  it('can not be without a current context, a file or a pod', () => {
    expect(() => connectionOf(kubeconfig(undefined))).toThrow('has no current context');
    expect(() => connectionOf(join(folder, 'none'))).toThrow('ENOENT');
    vi.stubEnv('KUBERNETES_SERVICE_HOST', undefined);
    expect(() => connectionOf(undefined)).toThrow('KUBERNETES_WATCH=true needs KUBECONFIG outside of a pod');
    vi.unstubAllEnvs();
  });

  it('in a pod is that of its service account', () => {
    vi.stubEnv('KUBERNETES_SERVICE_HOST', 'fd00::1');
    vi.stubEnv('KUBERNETES_SERVICE_PORT', '443');
    expect(connectionOf(undefined).load().getCurrentCluster()?.server).toBe('https://[fd00::1]:443');
    vi.unstubAllEnvs();
  });
});
