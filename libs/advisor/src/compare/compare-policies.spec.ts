import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { decodePod, defaultPod, type Pod } from '#libs/kubernetes';
import {
  changePolicy,
  compilePolicy,
  decodePolicy,
  evaluatePolicy,
  type PodSecurityPolicy,
  type PolicyChange,
  validatePolicy,
} from '#libs/psp';

import { WIDEST_POLICY } from '../generate/widest-policy.js';
import { comparePolicies, type PolicyOrder, type Witness } from './compare-policies.js';

const wide = WIDEST_POLICY;

function change(policy: PodSecurityPolicy, to: PolicyChange): PodSecurityPolicy {
  return changePolicy(policy, to);
}

function keeps(policy: PodSecurityPolicy, pod: Pod): boolean {
  const { valid, mutates } = evaluatePolicy(compilePolicy(policy), pod);
  return valid && !mutates;
}

/** What each field says that is not equal. */
function differences(first: PodSecurityPolicy, second: PodSecurityPolicy): Record<string, PolicyOrder> {
  const { fields } = comparePolicies(first, second);
  return Object.fromEntries(
    fields.flatMap(({ field, order }) => (order === 'equal' ? [] : [[field, order]])),
  );
}

const nonRoot: PolicyChange = { spec: { runAsUser: { rule: 'MustRunAsNonRoot' } } };
const user: PolicyChange = { spec: { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 5, max: 9 }] } } };

describe('comparing policies', () => {
  it('finds a policy equal to itself', () => {
    expect(comparePolicies(wide, wide).order).toBe('equal');
    expect(differences(wide, wide)).toEqual({});
  });

  it.each<[string, PolicyChange]>([
    ['privileged', { spec: { privileged: false } }],
    ['hostNetwork', { spec: { hostNetwork: false } }],
    ['hostPID', { spec: { hostPID: false } }],
    ['hostIPC', { spec: { hostIPC: undefined } }],
    ['hostPorts', { spec: { hostPorts: [{ min: 1, max: 65_534 }] } }],
    ['volumes', { spec: { volumes: ['hostPath', 'projected'] } }],
    ['allowedHostPaths', { spec: { allowedHostPaths: [{ pathPrefix: '/' }] } }],
    ['allowedFlexVolumes', { spec: { allowedFlexVolumes: [{ driver: 'a/b' }] } }],
    ['allowedCSIDrivers', { spec: { allowedCSIDrivers: [{ name: 'a.example' }] } }],
    ['capabilities', { spec: { allowedCapabilities: ['NET_ADMIN'] } }],
    ['seLinux', { spec: { seLinux: { rule: 'MustRunAs', seLinuxOptions: { level: 's0' } } } }],
    ['runAsUser', nonRoot],
    ['runAsGroup', { spec: { runAsGroup: { rule: 'MayRunAs', ranges: [{ min: 1, max: 9 }] } } }],
    [
      'supplementalGroups',
      { spec: { supplementalGroups: { rule: 'MustRunAs', ranges: [{ min: 1, max: 9 }] } } },
    ],
    ['fsGroup', { spec: { fsGroup: { rule: 'MustRunAs', ranges: [{ min: 0, max: 2_147_483_647 }] } } }],
    ['readOnlyRootFilesystem', { spec: { readOnlyRootFilesystem: true } }],
    ['sysctls', { spec: { forbiddenSysctls: ['kernel.msg*'], allowedUnsafeSysctls: undefined } }],
    ['runtimeClass', { spec: { runtimeClass: { allowedRuntimeClassNames: [] } } }],
    [
      'seccomp',
      {
        annotations: {
          'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'runtime/default,localhost/a',
        },
      },
    ],
    [
      'appArmor',
      { annotations: { 'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'unconfined' } },
    ],
  ])('finds a policy that is stricter in %s alone narrower there and nowhere else', (field, stricter) => {
    const narrow = change(wide, stricter);
    expect(differences(narrow, wide)).toEqual({ [field]: 'narrower' });
    expect(differences(wide, narrow)).toEqual({ [field]: 'wider' });
    expect([comparePolicies(narrow, wide).order, comparePolicies(wide, narrow).order]).toEqual([
      'narrower',
      'wider',
    ]);
  });

  it('does not take privileged for a difference where no privileged container could be valid', () => {
    const noEscalation = change(wide, { spec: { allowPrivilegeEscalation: false } });
    const unprivileged = change(noEscalation, { spec: { privileged: false } });
    expect(comparePolicies(unprivileged, noEscalation).order).toBe('equal');
  });

  it('does not take allowedHostPaths for a difference where there are no hostPath volumes', () => {
    const none = change(wide, { spec: { volumes: ['secret'] } });
    const listed = change(none, { spec: { allowedHostPaths: [{ pathPrefix: '/a' }] } });
    expect(comparePolicies(none, listed).order).toBe('equal');
  });

  it('sees a volume type that only some drivers may be used of', () => {
    const csi = change(wide, { spec: { volumes: ['csi'], allowedCSIDrivers: [{ name: 'a.example' }] } });
    const none = change(csi, { spec: { volumes: undefined } });
    expect(differences(none, csi)).toEqual({ volumes: 'narrower' });
  });

  it('finds named users and any user but root incomparable: the former may say runAsNonRoot false', () => {
    const { order, fields } = comparePolicies(change(wide, user), change(wide, nonRoot));
    expect(order).toBe('incomparable');
    const of = fields.find(({ field }) => field === 'runAsUser');
    expect(of?.witnesses.map(({ admittedBy, otherwise }) => [admittedBy, otherwise])).toEqual([
      ['first', 'refused'],
      ['second', 'refused'],
    ]);
  });

  it('takes different spellings of the same for equal', () => {
    const one = change(wide, {
      spec: {
        hostPorts: [
          { min: 1, max: 5 },
          { min: 6, max: 9 },
        ],
      },
    });
    const other = change(wide, { spec: { hostPorts: [{ min: 1, max: 9 }] } });
    expect(comparePolicies(one, other).order).toBe('equal');
  });

  it('shows a required drop by a pod that would be changed, as no policy refuses for it', () => {
    const dropping = change(wide, {
      spec: { allowedCapabilities: undefined, requiredDropCapabilities: ['ALL'] },
    });
    const plain = change(wide, { spec: { allowedCapabilities: undefined } });
    const [witness] = comparePolicies(dropping, plain).fields.flatMap(({ witnesses }) => witnesses);
    expect(witness).toMatchObject({ admittedBy: 'second', otherwise: 'changed', errors: [] });
  });

  it('finds a policy that lets no pod run narrower than any other', () => {
    const nobody = change(wide, {
      spec: { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 2_147_483_648, max: 2_147_483_648 }] } },
    });
    expect(comparePolicies(nobody, change(wide, nonRoot))).toMatchObject({
      order: 'narrower',
      admitNothing: ['first'],
    });
  });
});

const vector = z.object({ input: z.object({ psps: z.array(z.unknown()), pod: z.unknown() }) });

/** Policies and pods of the golden vectors: drawn close to the boundaries of one another. */
function vectors(): { policies: PodSecurityPolicy[]; pods: Pod[] } {
  const file = new URL('../../../../test/data/vectors/single.jsonl.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(0, 70);
  const inputs = lines.map((line) => vector.parse(JSON.parse(line)).input);
  return {
    policies: inputs.flatMap(({ psps }) =>
      psps.flatMap((psp) => {
        const decoded = decodePolicy(psp, { typeMetaOptional: true });
        const usable = decoded.ok && validatePolicy(decoded.value).length === 0;
        return usable && compilePolicy(decoded.value).providerError === undefined ? [decoded.value] : [];
      }),
    ),
    pods: inputs.flatMap(({ pod }) => {
      const decoded = decodePod(pod);
      return decoded.ok ? [defaultPod(decoded.value)] : [];
    }),
  };
}

describe('on the golden vectors', () => {
  const { policies, pods } = vectors();
  const pairs = policies.slice(1).map((second, index) => ({ first: policies[index] ?? second, second }));

  it('every witness is what it claims to be', () => {
    const wrong = pairs.flatMap(({ first, second }) =>
      comparePolicies(first, second)
        .fields.flatMap(({ witnesses }) => witnesses)
        .filter(({ admittedBy, pod }: Witness) => {
          const [by, other] = admittedBy === 'first' ? [first, second] : [second, first];
          return !keeps(by, pod) || keeps(other, pod);
        }),
    );
    expect(wrong).toEqual([]);
    expect(pairs.length).toBeGreaterThan(40);
  });

  it('no pod contradicts the order: what a narrower policy lets run, the wider one does too', () => {
    const stricter = policies.slice(0, 40).flatMap((policy) => [
      { first: change(policy, nonRoot), second: policy },
      { first: policy, second: wide },
    ]);
    const kept = new Map<PodSecurityPolicy, boolean[]>();
    const keptBy = (policy: PodSecurityPolicy): boolean[] => {
      const known = kept.get(policy) ?? pods.map((pod) => keeps(policy, pod));
      kept.set(policy, known);
      return known;
    };
    const contradictions = [...pairs, ...stricter].flatMap(({ first, second }) => {
      const { order } = comparePolicies(first, second);
      if (order === 'incomparable') return [];
      const [one, other] = [keptBy(first), keptBy(second)];
      return pods.filter(
        (_, index) =>
          (one[index] === true && other[index] === false && order !== 'wider') ||
          (other[index] === true && one[index] === false && order !== 'narrower'),
      );
    });
    expect(contradictions).toEqual([]);
  });
});
