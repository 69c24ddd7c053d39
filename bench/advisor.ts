/**
 * Speed of the advisor: one process, figures as JSON Lines, start-up excluded. Documents are those of a corpus given as
 * argument (JSON Lines {"id", "doc"}, gzipped or not), or made up from a fixed seed.
 *
 * advisor.generate.docs_per_second: YAML text in, verified policy as YAML text out. Nothing is kept from one document
 * to the next. advisor.verdicts_per_second: 10 policies, a profile of 200 items, both remedies looked for.
 * advisor.growth.ratio: the time that 100,000 workloads take to be generated for and judged, over that of 10,000.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { generateBarePolicy, judge, type Judge, renderYaml } from '#libs/advisor';
import { expandWorkload, type PodShape, readDocuments } from '#libs/kubernetes';
import { type RuntimeProfile, runtimeProfile } from '#libs/profiles';
import type { PodSecurityPolicy } from '#libs/psp';
import { z } from 'zod';
import { benchArguments } from './arguments.js';

const [corpus] = benchArguments(
  `Usage: npm run bench:advisor [-- <corpus>]

Measures the advisor, start-up excluded; prints JSON Lines. <corpus>: documents as JSON Lines {"id", "doc"}, gzipped or not;
made up from a fixed seed if absent.

  advisor.generate.docs_per_second     YAML text in, verified policy as YAML text out
  advisor.verdicts_per_second          10 policies, a profile of 200 items, both remedies looked for
  advisor.growth.ratio                 the time of 100,000 workloads over that of 10,000
`,
  1,
);

const SECONDS_PER_FIGURE = 20;
const WARM_UP_SECONDS = 5;

function print(figure: string, value: number | null, unit: string, reason?: string): void {
  const rounded = value === null ? null : value < 100 ? Number(value.toPrecision(4)) : Math.round(value);
  const line = { figure, value: rounded, unit };
  process.stdout.write(`${JSON.stringify(reason === undefined ? line : { ...line, reason })}\n`);
}

const corpusLine = z.object({ doc: z.record(z.string(), z.unknown()) });

/** The documents as YAML texts. */
function readTexts(path: string | undefined): string[] {
  if (path === undefined)
    return Array.from({ length: 2000 }, (_, index) => renderYaml(madeUpDeployment(index)));
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => renderYaml(corpusLine.parse(JSON.parse(line)).doc));
}

/** A Deployment as they are: one to three containers, most of them unhardened, a few with host access. */
function madeUpDeployment(seed: number): object {
  const pick = <T>(values: readonly T[], salt: number): T | undefined =>
    values[(seed * 7919 + salt * 104_729) % values.length];
  const containers = Array.from({ length: 1 + (seed % 3) }, (_, index) => ({
    name: `c${index}`,
    image: `registry.example/app-${seed % 97}:${index}`,
    args: ['--config=/etc/app/config.yaml', `--shard=${seed}`],
    ports: [{ name: 'http', containerPort: 8080 + index }],
    env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '50m' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, initialDelaySeconds: 5 },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/app', readOnly: true },
      { name: 'data', mountPath: '/data' },
    ],
    ...pick(
      [
        {},
        {},
        { securityContext: { runAsUser: 1000 + (seed % 50), allowPrivilegeEscalation: false } },
        { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } },
        { securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true } },
        { securityContext: { privileged: true } },
      ],
      index,
    ),
  }));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `app-${seed}`, namespace: `team-${seed % 20}`, labels: { app: `app-${seed}` } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: `app-${seed}` } },
      template: {
        metadata: { labels: { app: `app-${seed}` } },
        spec: {
          containers,
          volumes: [
            { name: 'config', configMap: { name: `app-${seed}` } },
            {
              name: 'data',
              ...pick([{ emptyDir: {} }, { hostPath: { path: `/var/lib/app-${seed % 7}` } }], 3),
            },
          ],
          ...pick([{}, {}, {}, { hostNetwork: true }, { securityContext: { fsGroup: 2000 } }], 5),
        },
      },
    },
  };
}

/** The pod shapes of a text; none if it can't be read or holds none. */
function shapesOf(text: string): PodShape[] {
  const { documents, mistakes } = readDocuments(text);
  if (mistakes.length > 0) return [];
  return documents.flatMap(({ value }) => {
    const expansion = expandWorkload(value, { cluster: 'bench' });
    return expansion.ok
      ? expansion.workloads.map(({ workload, pod, templatePath }): PodShape => ({
          workload,
          origin: 'template',
          templatePath,
          pod,
        }))
      : [];
  });
}

/** Results are added up, so that no compiler can find out that nobody wants them. */
let sink = 0;

function generateFrom(text: string): void {
  const sources = shapesOf(text);
  if (sources.length === 0) return;
  const { policy, verified } = generateBarePolicy({ sources });
  if (policy === undefined || verified === undefined) return;
  if (!verified.sound || !verified.minimal) throw new Error(`${policy.metadata.name ?? ''} is not verified`);
  sink += renderYaml(policy).length;
}

/** Operations per second of wall clock and of processor time (that of the collector's threads included). */
interface Rate {
  readonly wall: number;
  readonly processor: number;
}

/** Repeats the operations over a fixed time, after warming up. */
function rate<T>(items: readonly T[], operation: (item: T) => void): Rate {
  const runFor = (seconds: number): Rate => {
    const start = performance.now();
    const usage = process.cpuUsage();
    let count = 0;
    for (;;) {
      for (const item of items) operation(item);
      count += items.length;
      const elapsed = (performance.now() - start) / 1000;
      if (elapsed < seconds) continue;
      const { user, system } = process.cpuUsage(usage);
      return { wall: count / elapsed, processor: (count * 1e6) / (user + system) };
    }
  };
  runFor(WARM_UP_SECONDS);
  return runFor(SECONDS_PER_FIGURE);
}

/** Ten policies from narrow to wide, no two alike. */
function tenPolicies(): PodSecurityPolicy[] {
  return Array.from({ length: 10 }, (_, index) => ({
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name: `policy-${index}` },
    spec: {
      privileged: index === 9,
      hostNetwork: index >= 8,
      allowPrivilegeEscalation: index >= 3,
      requiredDropCapabilities: index < 5 ? ['ALL'] : [],
      allowedCapabilities: index >= 5 ? ['NET_BIND_SERVICE', 'CHOWN'] : [],
      volumes: index >= 7 ? ['*'] : ['configMap', 'secret', 'projected', 'emptyDir', 'persistentVolumeClaim'],
      readOnlyRootFilesystem: index < 2,
      runAsUser: index < 4 ? { rule: 'MustRunAsNonRoot' } : { rule: 'RunAsAny' },
      seLinux: { rule: 'RunAsAny' },
      fsGroup: index < 4 ? { rule: 'MustRunAs', ranges: [{ min: 1, max: 65_535 }] } : { rule: 'RunAsAny' },
      supplementalGroups: { rule: 'RunAsAny' },
    },
  }));
}

/** A profile of 200 items of the workload's first container, watched for a month. */
function profileOf({ workload, pod }: PodShape): RuntimeProfile {
  const seen = { count: 40, first: '2026-03-01T08:00:00Z', last: '2026-03-30T08:00:00Z', pods: 10, days: 10 };
  const coverage = {
    pods: 60,
    starts: 60,
    days: 30,
    from: '2026-03-01T00:00:00Z',
    to: '2026-03-30T23:00:00Z',
    received: 100_000,
    lost: 0,
  };
  const items = [
    ...Array.from({ length: 120 }, (_, index) => ({
      item: { dimension: 'syscall', syscall: `syscall_${index}` },
      seen,
    })),
    ...Array.from({ length: 60 }, (_, index) => ({
      item: {
        dimension: 'file',
        path: `/data/${index}`,
        operation: index % 2 === 0 ? 'read' : 'write',
        place: 'volume',
      },
      seen,
    })),
    ...['CHOWN', 'SETUID', 'SETGID', 'NET_BIND_SERVICE'].map((capability) => ({
      item: { dimension: 'capability', capability, granted: true, uid: 0 },
      seen,
    })),
    ...Array.from({ length: 16 }, (_, index) => ({
      item: {
        dimension: 'listen',
        protocol: 'tcp',
        address: '0.0.0.0',
        port: 8000 + index,
        hostNetwork: false,
      },
      seen,
    })),
  ];
  const watched = [
    'syscall',
    'capability',
    'identity',
    'exec',
    'file',
    'device',
    'listen',
    'connect',
    'mount',
    'sysctl',
  ];
  return runtimeProfile.parse({
    workload: { ...workload, cluster: 'bench' },
    pods: 60,
    nodeFacts: [{ runtime: 'containerd://1.6.38', apparmor: true }],
    containers: [
      {
        name: pod.spec.containers[0]?.name ?? '',
        images: [],
        imageUsers: [''],
        imageVolumes: [],
        coverage: Object.fromEntries(watched.map((dimension) => [dimension, coverage])),
        items,
      },
    ],
  });
}

interface Judged {
  readonly shape: PodShape;
  readonly profile: RuntimeProfile;
}

function judgeWith(
  run: Judge,
  policies: readonly PodSecurityPolicy[],
  remedies: boolean,
): (judged: Judged) => void {
  return ({ shape, profile }) => {
    const { findings } = run({ workload: shape.workload, shapes: [shape], policies, profile, remedies });
    sink += findings.length;
  };
}

/** Milliseconds of processor time to generate for and judge so many workloads: others on the machine don't count. */
function growth(
  shapes: readonly PodShape[],
  workloads: number,
  policies: readonly PodSecurityPolicy[],
): number {
  const usage = process.cpuUsage();
  for (let index = 0; index < workloads; index += 1) {
    const shape = shapes[index % shapes.length];
    if (shape === undefined) continue;
    const workload = { ...shape.workload, name: `${shape.workload.name}-${index}` };
    const source = { ...shape, workload };
    sink += generateBarePolicy({ sources: [source] }).unsatisfiable.length;
    sink += judge({ workload, shapes: [source], policies, remedies: false }).findings.length;
  }
  const { user, system } = process.cpuUsage(usage);
  return (user + system) / 1000;
}

const texts = readTexts(corpus);
const shapes = texts.flatMap((text) => shapesOf(text).slice(0, 1));
const policies = tenPolicies();

function printRate(figure: string, unit: string, { wall, processor }: Rate): void {
  print(figure, wall, `${unit}/s`);
  print(figure.replace('per_second', 'per_cpu_second'), processor, `${unit}/s of processor time`);
}

printRate('advisor.generate.docs_per_second', 'documents', rate(texts, generateFrom));
print('advisor.generate.cache_hit_ratio', 0, 'ratio', 'no cache is used');
const judged = shapes.slice(0, 500).map((shape) => ({ shape, profile: profileOf(shape) }));
printRate('advisor.verdicts_per_second', 'verdicts', rate(judged, judgeWith(judge, policies, true)));
printRate(
  'advisor.verdicts_without_remedies_per_second',
  'verdicts',
  rate(judged, judgeWith(judge, policies, false)),
);
growth(shapes, 5_000, policies);
const small = growth(shapes, 10_000, policies);
const large = growth(shapes, 100_000, policies);
print('advisor.growth.ratio', large / small, 'ratio');
print('advisor.peak_rss_mb', process.resourceUsage().maxRSS / 1024, 'MB');
if (sink === 0) throw new Error('nothing was generated');
