import { describe, expect, it } from 'vitest';

import { compileRbac, isDNS1123Subdomain, podServiceAccountUser, type PodShape } from '#libs/kubernetes';

import { generateBundle } from './generate-bundle.js';
import { grantsFor } from './grants.js';
import { policyNameOf, scopedPolicyName, validName } from './names.js';
import { container, deployment } from '../../../../test/data/advisor/pods.js';

function app(name: string, namespace: string, serviceAccountName?: string): PodShape {
  const spec = {
    containers: [container('app')],
    ...(serviceAccountName !== undefined && { serviceAccountName }),
  };
  return deployment(name, spec, { namespace });
}

describe('names', () => {
  it('`a-b`+`c` is not `a`+`b-c`', () => {
    const one = scopedPolicyName({ per: 'workload', workload: app('c', 'a-b').workload });
    const other = scopedPolicyName({ per: 'workload', workload: app('b-c', 'a').workload });
    expect([one, other]).toEqual(['a-b.deployment.c', 'a.deployment.b-c']);
  });

  it('are told apart for workloads, service accounts and namespaces of one name', () => {
    expect([
      scopedPolicyName({ per: 'workload', workload: app('web', 'shop').workload }),
      scopedPolicyName({ per: 'service-account', namespace: 'shop', name: 'web' }),
      scopedPolicyName({ per: 'namespace', namespace: 'shop' }),
    ]).toEqual(['shop.deployment.web', 'shop.serviceaccount.web', 'shop']);
  });

  it.each(['Web', 'a:b', 'a..b', 'x'.repeat(300), '-', 'näme', 'a-', '.'])(
    '%s is made valid and stays apart',
    (name) => {
      const valid = validName(name);
      expect(isDNS1123Subdomain(valid)).toEqual([]);
      expect(valid).not.toBe(validName(`${name}${name}`));
      expect(validName(valid)).toBe(valid);
    },
  );

  it('say what several workloads have in common', () => {
    expect(policyNameOf([app('a', 'shop').workload, app('b', 'shop').workload])).toBe('shop');
    expect(policyNameOf([app('a', 'shop').workload, app('a', 'bank').workload])).toBe('generated');
  });
});

describe('a bundle', () => {
  const sources = [
    app('web', 'shop', 'web'),
    app('api', 'shop'),
    app('jobs', 'shop'),
    app('web', 'bank', 'web'),
  ];

  it.each([
    [
      'workload',
      ['bank.deployment.web', 'shop.deployment.api', 'shop.deployment.jobs', 'shop.deployment.web'],
    ],
    [
      'service-account',
      ['bank.serviceaccount.web', 'shop.serviceaccount.default', 'shop.serviceaccount.web'],
    ],
    ['namespace', ['bank', 'shop']],
  ] as const)('has one policy per %s', (per, names) => {
    expect(generateBundle({ sources, per }).policies.map(({ name }) => name)).toEqual(names);
  });

  it('grants the use of each policy to the service accounts of its pods, in their namespace, and to nobody else', () => {
    const { policies } = generateBundle({ sources, per: 'service-account' });
    const objects = policies.flatMap(({ grants }) => grants);
    const authorizer = compileRbac({
      roles: objects.flatMap((each) => (each.kind === 'Role' ? [each] : [])),
      roleBindings: objects.flatMap((each) => (each.kind === 'RoleBinding' ? [each] : [])),
      clusterRoles: [],
      clusterRoleBindings: [],
    });
    const may = (account: string, of: string, namespace: string, policy: string): boolean =>
      authorizer.mayUse(podServiceAccountUser(of, account), namespace, policy);
    expect(may('web', 'shop', 'shop', 'shop.serviceaccount.web')).toBe(true);
    expect(may('default', 'shop', 'shop', 'shop.serviceaccount.default')).toBe(true);
    expect(may('web', 'shop', 'shop', 'shop.serviceaccount.default')).toBe(false);
    expect(may('web', 'shop', 'bank', 'bank.serviceaccount.web')).toBe(false);
    expect(may('web', 'bank', 'shop', 'shop.serviceaccount.web')).toBe(false);
  });

  it('tells which service accounts share policies, and then admit each other’s pods', () => {
    expect(generateBundle({ sources }).sharedServiceAccounts).toEqual([
      {
        namespace: 'shop',
        serviceAccount: 'default',
        policies: ['shop.deployment.api', 'shop.deployment.jobs'],
      },
    ]);
  });

  it('puts policies before grants before enforcement, and takes them back in the other order', () => {
    const { rollout } = generateBundle({ sources: sources.slice(0, 1) });
    expect(rollout.steps.map(({ title }) => title)).toEqual([
      'Create the policies',
      'Grant their use to the service accounts',
      'Turn the admission plugin on',
      'Create new pods, one workload after another',
      'Take away the wider grants',
    ]);
    expect(rollout.rollback.flatMap(({ commands = [] }) => commands)).toEqual([
      'kubectl delete rolebinding/psp.shop.deployment.web -n shop',
      'kubectl delete role/psp.shop.deployment.web -n shop',
      'kubectl delete podsecuritypolicy/shop.deployment.web',
    ]);
  });

  it('names the workloads that would be left without a policy', () => {
    const bad = deployment('bad', {
      containers: [container('a', { securityContext: { procMount: 'Unmasked' } })],
    });
    const bundle = generateBundle({ sources: [...sources, bad] });
    expect(bundle.withoutPolicy).toEqual([bad.workload]);
    expect(bundle.unsatisfiable).toMatchObject([{ workload: bad.workload }]);
    expect(bundle.rollout.steps[0]?.title).toBe('Settle the workloads that have no policy');
  });

  it('refuses sources of several clusters', () => {
    const elsewhere = {
      ...app('web', 'shop'),
      workload: { ...app('web', 'shop').workload, cluster: 'other' },
    };
    expect(() => generateBundle({ sources: [...sources, elsewhere] })).toThrow(
      'sources must be of one cluster, were of other, test',
    );
  });
});

describe('a grant', () => {
  it('to one ClusterRole is still bound namespace by namespace', () => {
    const users = [
      { namespace: 'b', serviceAccount: 'y' },
      { namespace: 'a', serviceAccount: 'x' },
      { namespace: 'b', serviceAccount: 'w' },
    ];
    const brief = grantsFor('p', users, 'cluster-role').map((each) => [
      each.kind,
      each.metadata.namespace,
      each.kind === 'RoleBinding' ? each.subjects.map(({ name }) => name) : each.rules[0]?.resourceNames,
    ]);
    expect(brief).toEqual([
      ['ClusterRole', undefined, ['p']],
      ['RoleBinding', 'a', ['x']],
      ['RoleBinding', 'b', ['w', 'y']],
    ]);
  });
});
