import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoApi } from '../../apps/cli/src/demo/demo-api.js';
import { play } from '../../apps/cli/src/demo/play.js';
import { deploymentYaml, policyYaml, runtimeEvents } from '../../apps/cli/src/demo/scenario.js';
import { Terminal } from '../../apps/cli/src/demo/terminal.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let api: DemoApi;
beforeAll(async () => {
  service = await startTestService();
  api = new DemoApi(service.url, service.key('admin'));
});
afterAll(() => service.stop());

/** What the demo writes, as text. */
function page(): { readonly terminal: Terminal; readonly text: () => string } {
  let text = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { terminal: new Terminal(output), text: () => text };
}

const now = new Date('2026-03-31T12:00:00Z');

describe('the reference scenario', () => {
  it('comes out as promised, and again on the same data', async () => {
    const first = page();
    expect(await play(api, first.terminal, now)).toEqual([]);
    expect(first.text()).toContain('Deployment demo/nginx breaks at admission');
    expect(first.text()).toContain('Every step gave the expected answer.');
    const second = page();
    expect(await play(api, second.terminal, now)).toEqual([]);
    expect(second.text()).toContain('stored by an earlier run');
  });

  it('is told by the evidence: without runtime events nobody knows what is in use', async () => {
    const { body } = await service
      .request('editor')
      .post('/api/v1/simulations')
      .send({ policies: [{ document: policyYaml }], manifests: deploymentYaml, cluster: 'elsewhere' })
      .expect(202);
    await service.ended(String(body.id));
    const results = await service.request().get(`/api/v1/simulations/${body.id}/results`).expect(200);
    const [verdict] = results.body.items;
    expect(verdict.verdict).toBe('breaks');
    const usage = verdict.findings.map(
      (each: { field: string; usage: string; evidence: { level: string } }) => [
        each.field,
        each.usage,
        each.evidence.level,
      ],
    );
    expect(usage).toEqual([
      ['hostNetwork', 'unknown', 'none'],
      ['privileged', 'unknown', 'none'],
    ]);
  });

  it('counts only what was observed in the window that is asked for', async () => {
    const { body } = await service
      .request('editor')
      .post('/api/v1/simulations')
      .send({
        policies: [{ document: policyYaml }],
        manifests: deploymentYaml,
        cluster: 'demo',
        window: { from: '2026-03-29T00:00:00Z' },
      })
      .expect(202);
    await service.ended(String(body.id));
    const results = await service.request().get(`/api/v1/simulations/${body.id}/results`).expect(200);
    const [{ findings }] = results.body.items;
    const days = findings.map((each: { evidence: { daysObserved: number } }) => each.evidence.daysObserved);
    expect(days).toEqual([2, 2]);
  });

  it('shows the profile of the Deployment, though agents spoke of ReplicaSets', async () => {
    const list = await service.request('viewer').get('/api/v1/workloads?cluster=demo').expect(200);
    const [workload, second] = list.body.items;
    expect([workload, second]).toEqual([
      expect.objectContaining({ cluster: 'demo', namespace: 'demo', kind: 'Deployment', name: 'nginx' }),
      undefined,
    ]);
    const { body } = await service
      .request('viewer')
      .get(`/api/v1/workloads/${workload.id}/profile`)
      .expect(200);
    expect(body.pods).toBe(runtimeEvents(now).length);
    const bind = body.containers[0].items.find(
      ({ item }: { item: { capability?: string } }) => item.capability === 'NET_BIND_SERVICE',
    );
    expect(bind.seen).toEqual(expect.objectContaining({ count: 60, pods: 60, days: 30 }));
  });
});
