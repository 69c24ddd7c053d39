import { afterAll, beforeAll, expect, it } from 'vitest';
import { data } from './answers.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
});
afterAll(() => service.stop());

const PODS = 60;
/** On one day much is the same for all of them. */
const DAYS = 30;

/** What Tetragon tells of the life of a pod: its first process, a capability that it uses, its end. */
function lifeOf(number: number, { pid }: { readonly pid: number }): readonly object[] {
  const process = {
    pid: 4_000 + number,
    uid: 0,
    binary: '/usr/sbin/nginx',
    pod: {
      namespace: 'shop',
      name: `web-7d9cf5b6c8-${String(number).padStart(5, 'b')}`,
      uid: `0c9f8f5e-1111-4222-8333-${String(number).padStart(12, '0')}`,
      workload: 'web',
      workload_kind: 'Deployment',
      container: { id: `containerd://${String(number).padStart(64, '0')}`, name: 'nginx', pid },
    },
  };
  const envelope = {
    node_name: 'node-1',
    time: `2026-03-${String(1 + (number % DAYS)).padStart(2, '0')}T10:20:00.123456789Z`,
  };
  const capability = [{ capability_arg: { value: 10, name: 'CAP_NET_BIND_SERVICE' } }];
  return [
    { ...envelope, process_exec: { process } },
    {
      ...envelope,
      process_kprobe: { process, function_name: 'cap_capable', args: capability, return: { int_arg: 0 } },
    },
    { ...envelope, process_exit: { process } },
  ];
}

async function coverageOfCapabilities(cluster: string, pid: number): Promise<unknown> {
  const lines = Array.from({ length: PODS }, (_, number) => lifeOf(number, { pid })).flat();
  await data(
    service.client('agent').POST('/api/v1/runtime-events', {
      params: { query: { format: 'tetragon', cluster, covers: 'capability,exec' } },
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    }),
    202,
  );
  const viewer = service.client('viewer');
  const { items } = await data(viewer.GET('/api/v1/workloads', { params: { query: { cluster } } }));
  const path = { id: items[0]?.id ?? '' };
  const { containers } = await data(viewer.GET('/api/v1/workloads/{id}/coverage', { params: { path } }));
  return containers[0]?.dimensions.find(({ dimension }) => dimension === 'capability');
}

it('pods whose first process an agent has seen are starts, and their silence is worth something', async () => {
  expect(await coverageOfCapabilities('from-start', 1)).toMatchObject({
    coverage: { pods: PODS, starts: PODS, ends: PODS },
    evidence: { level: 'strong' },
  });
});

it('pods that an agent has found running are none', async () => {
  expect(await coverageOfCapabilities('running', 23)).toMatchObject({
    coverage: { pods: PODS, starts: 0 },
    evidence: { level: 'weak' },
  });
});
