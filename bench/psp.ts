/**
 * Speed of the policy engine on the golden vectors: one process, figures as JSON Lines. An admission is the mutating
 * admission of one pod: policies tried in order, preference for one that changes nothing, the pod as mutated, all errors
 * of a refusal. Reading, decoding, defaulting and compiling come before. Each figure is that of the fastest round, as
 * others on the machine can only make a round slower.
 *
 * With PSP_ORACLE=<program> the real controller's code is timed on the same cases, right after, and the ratios are
 * given. The Go program creates its providers within the timed part, as the controller does for every request, copies
 * the whole pod for each policy, and words the refusal; the engine has compiled its policies before, copies what
 * changes, and leaves the wording to who wants it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import {
  alwaysAllow,
  type Authorizer,
  compileRbac,
  decodePod,
  decodeRbac,
  defaultPod,
  type Pod,
} from '#libs/kubernetes';
import {
  admitMutating,
  type CompiledPolicy,
  compilePolicy,
  decodePolicy,
  defaultPolicy,
  evaluatePolicy,
  type MayUse,
  orderPolicies,
  type PodSecurityPolicy,
  policyUse,
  validatePolicy,
} from '#libs/psp';

import { type CaseInput, parseCaseInput } from '../apps/cli/src/evaluate/case-input.js';
import { benchArguments } from './arguments.js';

benchArguments(`Usage: npm run bench:psp

Measures the policy engine on the golden vectors; prints JSON Lines. With PSP_ORACLE=<program> the real controller's code is
timed on the same cases, and the ratios are given.
`);

const WARM_UP_ROUNDS = 20;
/** The oracle gets as many, and its fastest one counts too. */
const ROUNDS = 30;

interface Case {
  readonly policies: readonly PodSecurityPolicy[];
  readonly compiled: readonly CompiledPolicy[];
  readonly pod: Pod;
  readonly mayUse: MayUse;
}

function print(figure: string, value: number | null, unit: string, reason?: string): void {
  const digits = value !== null && value < 100 ? Number(value.toPrecision(4)) : value;
  const line = { figure, value: digits === null ? null : digits < 100 ? digits : Math.round(digits), unit };
  process.stdout.write(`${JSON.stringify(reason === undefined ? line : { ...line, reason })}\n`);
}

/** The lines of inputs of a file of vectors that the oracle's benchmark takes too: with a pod, default feature gates. */
function readInputs(name: string): CaseInput[] {
  const file = new URL(`test/data/vectors/${name}.jsonl.gz`, projectRoot());
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const inputs = lines.filter((line) => line !== '').map((line) => parseCaseInput(JSON.parse(line)));
  return inputs.filter(
    ({ pod, featureGates }) => pod !== undefined && Object.keys(featureGates ?? {}).length === 0,
  );
}

/** This file is run from bench/ or, compiled, from dist/bench/. */
function projectRoot(): URL {
  const parent = new URL('../', import.meta.url);
  return parent.pathname.endsWith('/dist/') ? new URL('../', parent) : parent;
}

function prepare(input: CaseInput): Case {
  const policies = input.psps.flatMap((document): PodSecurityPolicy[] => {
    const decoded = decodePolicy(document, { typeMetaOptional: true });
    if (!decoded.ok || validatePolicy(decoded.value).length > 0) return [];
    return [defaultPolicy(decoded.value)];
  });
  const decoded = decodePod(input.pod);
  if (!decoded.ok) throw new Error(`${input.id ?? ''}: the pod can't be decoded`);
  const pod = defaultPod(decoded.value);
  const namespace = pod.metadata.namespace ?? 'default';
  const authorizer = authorizerOf(input);
  const use = policyUse(authorizer, namespace, {
    name: input.user?.name ?? '',
    groups: input.user?.groups ?? [],
  });
  const account = pod.spec.serviceAccountName;
  return {
    policies,
    compiled: orderPolicies(policies.map((policy) => compilePolicy(policy))),
    pod,
    mayUse: (policyName) => use(policyName, account),
  };
}

function authorizerOf({ rbac, dropInvalidRbac }: CaseInput): Authorizer {
  if (rbac === undefined || rbac === null) return alwaysAllow;
  const decoded = decodeRbac(rbac, { keepInvalid: dropInvalidRbac === false });
  if (!decoded.ok) throw new Error("the RBAC objects can't be decoded");
  return compileRbac(decoded.objects);
}

/** Results are added up, so that no compiler can find out that nobody wants them. */
let sink = 0;

/** Operations per second in the fastest round. */
function rate(operations: number, round: () => void): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let count = -WARM_UP_ROUNDS; count < ROUNDS; count += 1) {
    const start = performance.now();
    round();
    const milliseconds = performance.now() - start;
    if (count >= 0) fastest = Math.min(fastest, milliseconds);
  }
  return (operations * 1000) / fastest;
}

function admissionsPerSecond(cases: readonly Case[]): number {
  return rate(cases.length, () => {
    for (const { compiled, pod, mayUse } of cases) {
      const answer = admitMutating(compiled, pod, mayUse);
      sink += answer.admitted ? answer.policy.name.length : answer.refusals.length;
    }
  });
}

function pairsPerSecond(cases: readonly Case[]): number {
  const pairs = cases.flatMap(({ compiled, pod }) =>
    compiled.filter(({ providerError }) => providerError === undefined).map((policy) => ({ policy, pod })),
  );
  return rate(pairs.length, () => {
    for (const { policy, pod } of pairs) {
      const evaluation = evaluatePolicy(policy, pod);
      sink += evaluation.errors.length + (evaluation.mutates ? 1 : 0);
    }
  });
}

function compileMicroseconds(cases: readonly Case[]): number {
  const policies = cases.flatMap((each) => each.policies);
  const perSecond = rate(policies.length, () => {
    for (const policy of policies) sink += compilePolicy(policy).name.length;
  });
  return 1_000_000 / perSecond;
}

/** `pspAdmitCasesPerSecond` of the oracle on these cases, or why there is none. */
function oracleAdmissionsPerSecond(oracle: string, inputs: readonly CaseInput[]): number | string {
  const input = inputs.map((each) => JSON.stringify(each)).join('\n');
  const result = spawnSync(oracle, ['bench', '--rounds', String(ROUNDS)], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (result.status !== 0) return `the oracle failed: ${result.error?.message ?? result.stderr}`;
  const answer: unknown = JSON.parse(result.stdout);
  const perSecond =
    typeof answer === 'object' && answer !== null && 'pspAdmitCasesPerSecond' in answer
      ? answer.pspAdmitCasesPerSecond
      : undefined;
  return typeof perSecond === 'number' ? perSecond : 'the oracle gave no pspAdmitCasesPerSecond';
}

const oracle = process.env['PSP_ORACLE'];
const all: Case[] = [];
for (const name of ['single', 'set']) {
  const inputs = readInputs(name);
  const cases = inputs.map(prepare);
  all.push(...cases);
  const figure = `psp.${name}`;
  const perSecond = admissionsPerSecond(cases);
  print(`${figure}.admissions_per_second`, perSecond, '1/s');
  if (oracle === undefined || oracle === '') continue;
  const go = oracleAdmissionsPerSecond(oracle, inputs);
  if (typeof go === 'string') {
    print(`${figure}.ratio_to_go`, null, 'ratio', go);
  } else {
    print(`${figure}.go_admissions_per_second`, go, '1/s');
    print(`${figure}.ratio_to_go`, perSecond / go, 'ratio');
  }
}
print('psp.pairs_per_second', pairsPerSecond(all), '1/s');
print('psp.compile.microseconds', compileMicroseconds(all), 'us');
if (!Number.isFinite(sink)) process.exitCode = 1;
