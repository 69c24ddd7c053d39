import { setTimeout as delay } from 'node:timers/promises';
import { type Verdict, verdict as verdictSchema } from '#libs/advisor';
import { simulation as simulationSchema, type Simulation } from '#libs/simulations';
import { z } from 'zod';
import type { DemoApi } from './demo-api.js';
import { CLUSTER, deploymentYaml, NAMESPACE, POLICY_NAME, policyYaml, runtimeEvents } from './scenario.js';
import { showRemedy, showVerdict } from './show-verdict.js';
import type { Terminal } from './terminal.js';

/** How long the simulation may take, in ms. */
const PATIENCE = 60_000;

const withId = z.object({ id: z.uuid(), revision: z.int() });
const policyPage = z.object({ items: z.array(withId) });
const generated = z.object({
  policies: z.array(
    z.object({
      yaml: z.string(),
      policy: z.object({
        spec: z.looseObject({ privileged: z.boolean().optional(), hostNetwork: z.boolean().optional() }),
      }),
      explanations: z.array(
        z.object({
          field: z.string(),
          value: z.unknown().optional(),
          reasons: z.array(z.object({ path: z.string() })),
        }),
      ),
      verified: z.object({ sound: z.boolean(), minimal: z.boolean(), tightenings: z.int() }),
    }),
  ),
});
const resultPage = z.object({ items: z.array(verdictSchema) });

/** Plays the scenario step by step, shows it, and returns what did not come out as expected. */
export async function play(api: DemoApi, terminal: Terminal, now: Date): Promise<readonly string[]> {
  const unexpected: string[] = [];
  const expectThat = (what: string, holds: boolean): void => {
    if (!holds) unexpected.push(what);
  };
  terminal.title('Would this policy break our nginx?');
  terminal.text(`The reference scenario on ${api.url}, through nothing but the public API.`, 0);

  const policy = await uploadPolicy(api, terminal);
  await generate(api, terminal, expectThat);
  await sendEvents(api, terminal, now);
  const simulation = await simulate(api, terminal, policy.id);
  expectThat('the simulation succeeds', simulation.status === 'succeeded');
  const verdict = await readVerdict(api, terminal, simulation);
  if (verdict === undefined) return [...unexpected, 'the simulation has a verdict of the Deployment'];
  checkVerdict(verdict, expectThat);

  terminal.line();
  if (unexpected.length === 0) {
    terminal.line(terminal.styled('green', 'Every step gave the expected answer.'));
  } else {
    terminal.line(terminal.styled('red', 'Not as expected:'));
    for (const each of unexpected) terminal.point('✗', each, 0);
  }
  return unexpected;
}

async function uploadPolicy(api: DemoApi, terminal: Terminal): Promise<z.infer<typeof withId>> {
  terminal.step('A restrictive policy', 'POST /api/v1/policies');
  terminal.block(policyYaml);
  const { status, body } = await api.call('POST', '/api/v1/policies', {
    expected: [201, 409],
    yaml: policyYaml,
  });
  if (status === 201) {
    const policy = withId.parse(body);
    terminal.text(`stored as ${policy.id}, revision ${policy.revision}`);
    return policy;
  }
  // An earlier run has stored it.
  const page = await api.call('GET', `/api/v1/policies?name=${POLICY_NAME}`, { expected: [200] });
  const [found] = policyPage.parse(page.body).items;
  if (found === undefined) throw new Error(`the policy ${POLICY_NAME} is and is not there`);
  const put = await api.call('PUT', `/api/v1/policies/${found.id}`, { expected: [200], yaml: policyYaml });
  const policy = withId.parse(put.body);
  terminal.text(`stored by an earlier run as ${policy.id}, revision ${policy.revision}`);
  return policy;
}

async function generate(
  api: DemoApi,
  terminal: Terminal,
  expectThat: (what: string, holds: boolean) => void,
): Promise<void> {
  terminal.step('The least policy for the Deployment', 'POST /api/v1/policies/generate');
  terminal.text('The Deployment:');
  terminal.block(deploymentYaml);
  const answer = await api.call('POST', '/api/v1/policies/generate', {
    expected: [200],
    yaml: deploymentYaml,
  });
  const [first] = generated.parse(answer.body).policies;
  expectThat('a policy is generated for the Deployment', first !== undefined);
  if (first === undefined) return;
  const { policy, yaml, explanations, verified } = first;
  terminal.text('What is generated from it:');
  terminal.block(yaml);
  const { sound, minimal } = verified;
  terminal.text(
    `verified by the admission engine: ${sound ? 'admits the Deployment unchanged' : 'NOT SOUND'}; ` +
      (minimal ? `none of ${verified.tightenings} stricter variants does` : 'NOT MINIMAL'),
  );
  for (const { field, value, reasons } of explanations.filter(({ value: each }) => each === true)) {
    terminal.point(
      '·',
      `${field}: ${String(value)}, because of ${reasons.map(({ path }) => path).join(', ')}`,
    );
  }
  const { spec } = policy;
  expectThat(
    'the generated policy allows privileged and hostNetwork',
    spec.privileged === true && spec.hostNetwork === true,
  );
  expectThat('the generated policy is verified to be sound and minimal', sound && minimal);
}

async function sendEvents(api: DemoApi, terminal: Terminal, now: Date): Promise<void> {
  terminal.step('What nginx really does', 'POST /api/v1/runtime-events');
  const events = runtimeEvents(now);
  const ndjson = events.map((event) => JSON.stringify(event)).join('\n');
  await api.call('POST', '/api/v1/runtime-events', { expected: [202], ndjson });
  terminal.text(
    `${events.length} pod starts on thirty days, as a node agent would have seen them: it listens on port 80 of the node, ` +
      'binds it, drops to its own uid, writes its cache; nothing that only a privileged container may do',
  );
}

async function simulate(api: DemoApi, terminal: Terminal, policy: string): Promise<Simulation> {
  terminal.step('The simulation', 'POST /api/v1/simulations');
  const json = {
    name: 'demo',
    policies: [{ id: policy }],
    manifests: deploymentYaml,
    cluster: CLUSTER,
    namespace: NAMESPACE,
  };
  const { headers } = await api.call('POST', '/api/v1/simulations', { expected: [202], json });
  const location = headers.get('location') ?? '';
  terminal.text(`accepted; polling ${location}`);
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await api.call('GET', location, { expected: [200] });
    const simulation = simulationSchema.parse(answer.body);
    if (simulation.finishedAt !== undefined) {
      const { done, total = 0 } = simulation.progress;
      const took = Date.parse(simulation.finishedAt) - Date.parse(simulation.createdAt);
      terminal.text(`${simulation.status}: ${done} of ${total} workloads in ${took} ms`);
      return simulation;
    }
    if (Date.now() > deadline)
      throw new Error(`the simulation did not end within ${PATIENCE / 1_000} seconds`);
    await delay(200);
  }
}

async function readVerdict(
  api: DemoApi,
  terminal: Terminal,
  { id }: Simulation,
): Promise<Verdict | undefined> {
  terminal.step('The verdict', `GET /api/v1/simulations/${id}/results`);
  const answer = await api.call('GET', `/api/v1/simulations/${id}/results`, { expected: [200] });
  const [verdict] = resultPage.parse(answer.body).items;
  if (verdict === undefined) return undefined;
  showVerdict(terminal, verdict);
  terminal.step('The two ways out', 'each put through admission and the observed behaviour again');
  for (const [index, remedy] of verdict.remedies.entries()) showRemedy(terminal, 'AB'.charAt(index), remedy);
  return verdict;
}

function checkVerdict(verdict: Verdict, expectThat: (what: string, holds: boolean) => void): void {
  expectThat(
    'the Deployment breaks at admission',
    verdict.verdict === 'breaks' && verdict.stage === 'admission',
  );
  const usage = (field: string) =>
    verdict.findings.find((finding) => finding.field === field && finding.stage === 'admission')?.usage;
  expectThat('hostNetwork is refused, and in use', usage('hostNetwork') === 'in-use');
  expectThat('privileged is refused, and not in use', usage('privileged') === 'not-in-use');
  const strong = verdict.findings.every(({ evidence }) => evidence?.level === 'strong');
  expectThat('the evidence for both is strong', strong);
  const [broaden, reduce] = verdict.remedies;
  expectThat(
    'the broadened policy admits the Deployment',
    broaden?.kind === 'broaden' && broaden.outcome === 'passes',
  );
  expectThat(
    'the reduced Deployment fits the policy, and nothing that was observed is known to break',
    reduce?.kind === 'reduce' && reduce.outcome === 'at-risk' && reduce.stage === 'runtime',
  );
}
