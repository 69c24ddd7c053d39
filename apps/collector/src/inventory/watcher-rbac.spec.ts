import { readFileSync } from 'node:fs';
import { readDocuments } from '#libs/kubernetes';
import { watchedResources } from '#libs/inventory';
import { topics } from '#libs/platform';
import { expect, it } from 'vitest';
import { z } from 'zod';

const file = new URL('../../../../deploy/kubernetes/watcher-rbac.yaml', import.meta.url);
const rules = z.array(
  z.object({
    apiGroups: z.array(z.string()),
    resources: z.array(z.string()),
    resourceNames: z.array(z.string()).optional(),
    verbs: z.array(z.string()),
  }),
);

function rulesOf(kind: string) {
  const { documents } = readDocuments(readFileSync(file, 'utf8'));
  return rules.parse(documents.find(({ value }) => value['kind'] === kind)?.value['rules']);
}

it('the ClusterRole grants list and watch of what is watched, and nothing else', () => {
  const granted = rulesOf('ClusterRole').flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.map((resource) => `${group === '' ? resource : `${resource}.${group}`} ${verbs.join(' ')}`),
    ),
  );
  const needed = watchedResources.map(({ resource }) => `${resource} list watch`);
  expect(granted.toSorted()).toEqual(needed.toSorted());
});

it('the Role grants what the Lease of the default name takes', () => {
  const lease = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
  expect(rulesOf('Role')).toEqual([
    { ...lease, verbs: ['create'] },
    { ...lease, resourceNames: [topics.kubernetes.leaseName.default], verbs: ['get', 'update'] },
  ]);
});
