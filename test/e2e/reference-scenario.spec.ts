import { Writable } from 'node:stream';
import type { Schema } from '#libs/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoApi } from '../../apps/cli/src/demo/demo-api.js';
import { play } from '../../apps/cli/src/demo/play.js';
import { deploymentYaml, policyYaml, runtimeEvents } from '../../apps/cli/src/demo/scenario.js';
import { Terminal } from '../../apps/cli/src/demo/terminal.js';
import { data } from './answers.js';
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

async function resultsOf(body: Schema<'NewSimulation'>): Promise<readonly Schema<'Verdict'>[]> {
  const { id } = await data(service.client('editor').POST('/api/v1/simulations', { body }), 202);
  await service.ended(id);
  const page = service.client().GET('/api/v1/simulations/{id}/results', { params: { path: { id } } });
  return (await data(page)).items;
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
    const [verdict] = await resultsOf({
      policies: [{ document: policyYaml }],
      manifests: deploymentYaml,
      cluster: 'elsewhere',
    });
    expect(verdict?.verdict).toBe('breaks');
    const usage = verdict?.findings.map((each) => [each.field, each.usage, each.evidence?.level]);
    expect(usage).toEqual([
      ['hostNetwork', 'unknown', 'none'],
      ['privileged', 'unknown', 'none'],
    ]);
  });

  it('counts only what was observed in the window that is asked for', async () => {
    const [verdict] = await resultsOf({
      policies: [{ document: policyYaml }],
      manifests: deploymentYaml,
      cluster: 'demo',
      window: { from: '2026-03-29T00:00:00Z' },
    });
    const days = verdict?.findings.map(({ evidence }) => evidence?.daysObserved);
    expect(days).toEqual([2, 2]);
  });

  it('shows the profile of the Deployment, though agents spoke of ReplicaSets', async () => {
    const viewer = service.client('viewer');
    const { items } = await data(viewer.GET('/api/v1/workloads', { params: { query: { cluster: 'demo' } } }));
    expect(items).toEqual([
      expect.objectContaining({ cluster: 'demo', namespace: 'demo', kind: 'Deployment', name: 'nginx' }),
    ]);
    const path = { id: items[0]?.id ?? '' };
    const { pods, containers } = await data(
      viewer.GET('/api/v1/workloads/{id}/profile', { params: { path } }),
    );
    expect(pods).toBe(runtimeEvents(now).length);
    const bind = containers[0]?.items.find(
      ({ item }) => item.dimension === 'capability' && item.capability === 'NET_BIND_SERVICE',
    );
    expect(bind?.seen).toEqual(expect.objectContaining({ count: 60, pods: 60, days: 30 }));
  });
});
