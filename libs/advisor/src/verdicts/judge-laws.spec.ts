import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { decodePod, type Pod } from '#libs/kubernetes';
import type { ContainerProfile, ProfileItem } from '#libs/profiles';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';

import { LOSSY, NODE, observed, seen, WATCHED } from '../../../../test/data/advisor/observed.js';
import { seededRandom } from '../../../../test/data/advisor/worlds.js';
import { placedContainers } from '../effective-permissions/effective-permissions.js';
import type { Outcome } from '../finding.js';
import { type Verdict, verdict as verdictSchema } from '../verdict.js';
import { judge } from './judge.js';
import { orderFindings } from './order-findings.js';

const vector = z.object({
  input: z.object({
    psps: z.array(z.record(z.string(), z.unknown())),
    pod: z.record(z.string(), z.unknown()),
  }),
});

/** Pods with several policies each, close to the boundaries of the policies. */
const cases = gunzipSync(readFileSync(new URL('../../../../test/data/vectors/set.jsonl.gz', import.meta.url)))
  .toString()
  .trim()
  .split('\n')
  .slice(0, 300)
  .map((line) => vector.parse(JSON.parse(line)).input)
  .map(({ psps, pod }) => ({ pod: podOf(pod), policies: psps.flatMap(policyOf) }));

/** One of each kind that some rule reads; what makes a finding milder (who listens, who is the first process) is not here. */
const ITEMS = [
  { dimension: 'syscall', syscall: 'kexec_load' },
  { dimension: 'syscall', syscall: 'personality' },
  { dimension: 'capability', capability: 'NET_RAW', granted: true, uid: 0 },
  { dimension: 'capability', capability: 'SYS_ADMIN', granted: true, uid: 0 },
  { dimension: 'exec', path: '/bin/ping', fileCapabilities: ['NET_RAW'], entrypoint: true },
  { dimension: 'exec', path: '/bin/su', privilegeGain: 'setuid' },
  { dimension: 'file', path: '/etc/app', operation: 'write', place: 'root' },
  { dimension: 'file', path: '/mnt/v0/x', operation: 'write', place: 'volume', mount: '/mnt/v0' },
  { dimension: 'file', path: '/sys/fs/x', operation: 'write', place: 'sys' },
  { dimension: 'device', path: '/dev/kvm', operation: 'read' },
  { dimension: 'connect', protocol: 'tcp', peer: 'loopback', port: 9, hostNetwork: true },
  { dimension: 'connect', protocol: 'tcp', peer: 'external', port: 443, hostNetwork: true },
  { dimension: 'raw-socket', family: 'AF_PACKET', type: 'SOCK_RAW' },
  { dimension: 'host-process', action: 'signal' },
  { dimension: 'host-ipc', kind: 'semaphore' },
  { dimension: 'mount', filesystem: 'tmpfs', target: '/mnt/x' },
  { dimension: 'sysctl', sysctl: 'net.core.somaxconn' },
  { dimension: 'denial', mechanism: 'selinux', what: 'open' },
  { dimension: 'unix-connect', path: '@/node', inside: false },
].map((item) => seen(item));

const DIMENSIONS = [
  ...new Set(ITEMS.map(({ item }) => item.dimension)),
  'identity',
  'listen',
  'accept',
] as const;

function judged(
  { pod, policies }: (typeof cases)[number],
  items: readonly ProfileItem[],
  coverage = WATCHED,
): Verdict {
  const workload = {
    cluster: 'prod',
    namespace: pod.metadata.namespace ?? 'default',
    kind: 'Pod',
    name: 'app',
  };
  const containers = placedContainers(pod).map(({ container }): ContainerProfile =>
    observed(container.name, { items, watched: DIMENSIONS, coverage, imageUsers: ['101'] }),
  );
  const profile = { workload, pods: 60, nodeFacts: [NODE], containers };
  return judge({
    workload,
    shapes: [{ workload, origin: 'template', templatePath: '', pod }],
    policies,
    profile,
  });
}

const OUTCOMES: readonly Outcome[] = ['passes', 'at-risk', 'breaks'];
const severity = ({ verdict }: Verdict): number => OUTCOMES.indexOf(verdict);

const random = seededRandom(7);
const trials = cases.map((each) => {
  const some = ITEMS.filter(() => random() < 0.15);
  const more = [...some, ...ITEMS.filter((item) => !some.includes(item) && random() < 0.3)];
  return {
    each,
    some: judged(each, some),
    more: judged(each, more),
    none: judged(each, []),
    lossy: judged(each, some, LOSSY),
  };
});

describe('verdicts on any pod, policies and profile', () => {
  it('hold to the contract, in order', () => {
    for (const { more } of trials) {
      expect(verdictSchema.parse(more)).toEqual(more);
      expect(orderFindings(more.findings)).toEqual(more.findings);
    }
  });

  it('are never better for having seen more', () => {
    expect(
      trials.filter(
        ({ none, some, more }) => severity(none) > severity(some) || severity(some) > severity(more),
      ),
    ).toEqual([]);
  });

  it('are never better for having lost observations', () => {
    expect(trials.filter(({ some, lossy }) => severity(some) > severity(lossy))).toEqual([]);
  });

  it('pass on lossy observations only where nothing is taken away', () => {
    const passing = trials.filter(({ lossy }) => lossy.verdict === 'passes');
    expect(
      passing.flatMap(({ lossy }) => lossy.findings.filter(({ evidence }) => evidence?.level === 'weak')),
    ).toEqual([]);
    expect(passing.length).toBeGreaterThan(0);
  });

  it('are the same for the same input', () => {
    const [first] = trials;
    expect(first && judged(first.each, [])).toEqual(first?.none);
  });
});

function podOf(document: object): Pod {
  const decoded = decodePod(document);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}

function policyOf(document: object): PodSecurityPolicy[] {
  const decoded = decodePolicy({ apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', ...document });
  return decoded.ok && validatePolicy(decoded.value).length === 0 ? [decoded.value] : [];
}
