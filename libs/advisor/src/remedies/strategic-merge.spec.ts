import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { schema } from '#libs/kubernetes';

import { strategicMergePatch } from './strategic-merge.js';

const { isRecord } = schema;

describe('a strategic-merge patch', () => {
  it('is nothing where nothing differs', () => {
    expect(strategicMergePatch({ a: [1], b: { c: null } }, { b: { c: null }, a: [1] })).toBeUndefined();
  });

  it('names the elements of lists that it changes, and deletes others', () => {
    expect(
      strategicMergePatch(
        {
          hostNetwork: true,
          containers: [
            { name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort: 80 }] },
            { name: 'b', image: 'b', securityContext: { capabilities: { add: ['X', 'Y'] } } },
            { name: 'c', image: 'c' },
          ],
          volumes: [{ name: 'v' }, { name: 'w' }],
        },
        {
          containers: [
            { name: 'a', image: 'a', ports: [{ containerPort: 80 }] },
            { name: 'b', image: 'b', securityContext: { capabilities: { add: ['Y'] } } },
            { name: 'c', image: 'c' },
          ],
          volumes: [{ name: 'w' }, { name: 'x' }],
        },
      ),
    ).toEqual({
      hostNetwork: null,
      containers: [
        { name: 'a', ports: [{ containerPort: 80, hostPort: null }] },
        { name: 'b', securityContext: { capabilities: { add: ['Y'] } } },
      ],
      volumes: [{ name: 'x' }, { $patch: 'delete', name: 'v' }],
    });
  });

  it('replaces a list whose elements can not be told apart: one port over two protocols', () => {
    const tcp = { containerPort: 53, protocol: 'TCP', hostPort: 53 };
    const udp = { containerPort: 53, protocol: 'UDP' };
    expect(strategicMergePatch({ ports: [tcp, udp] }, { ports: [udp] })).toEqual({
      ports: [udp, { $patch: 'replace' }],
    });
  });

  it('gives what it was made from when it is applied', () => {
    const container = fc.record(
      {
        name: fc.constantFrom('a', 'b', 'c'),
        image: fc.constantFrom('x', 'y'),
        securityContext: fc.record(
          {
            privileged: fc.boolean(),
            capabilities: fc.record({ add: fc.array(fc.constantFrom('X', 'Y')) }, { requiredKeys: [] }),
          },
          { requiredKeys: [] },
        ),
        ports: fc.uniqueArray(
          fc.record(
            { containerPort: fc.integer({ min: 1, max: 3 }), hostPort: fc.integer({ min: 1, max: 3 }) },
            { requiredKeys: ['containerPort'] },
          ),
          { selector: ({ containerPort }) => containerPort },
        ),
      },
      { requiredKeys: ['name'] },
    );
    const spec = fc.record(
      {
        hostNetwork: fc.boolean(),
        containers: fc.uniqueArray(container, { selector: ({ name }) => name }),
        volumes: fc.uniqueArray(fc.record({ name: fc.constantFrom('v', 'w') }), {
          selector: ({ name }) => name,
        }),
      },
      { requiredKeys: ['containers'] },
    );
    fc.assert(
      fc.property(spec, spec, (before, after) => {
        expect(inOrder(applied(before, strategicMergePatch(before, after) ?? {}))).toEqual(inOrder(after));
      }),
      { seed: 20_260_301, numRuns: 500 },
    );
  });
});

const KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  volumes: 'name',
  ports: 'containerPort',
};

/** Applies a patch as the API server does (apimachinery/pkg/util/strategicpatch), for the lists of this spec. */
function applied(value: unknown, patch: unknown): unknown {
  if (!isRecord(value) || !isRecord(patch)) return patch;
  const result: Record<string, unknown> = { ...value };
  for (const [key, change] of Object.entries(patch)) {
    const mergeKey = KEYS[key];
    if (change === null) delete result[key];
    else if (mergeKey !== undefined && Array.isArray(change))
      result[key] = mergedList(result[key] ?? [], change, mergeKey);
    else result[key] = isRecord(change) ? applied(result[key] ?? {}, change) : change;
  }
  return result;
}

function mergedList(given: unknown, changes: readonly unknown[], mergeKey: string): unknown[] {
  const list: unknown[] = Array.isArray(given) ? [...given] : [];
  for (const change of changes) {
    if (!isRecord(change)) continue;
    const index = list.findIndex((each) => isRecord(each) && each[mergeKey] === change[mergeKey]);
    if (change['$patch'] === 'delete') list.splice(index, 1);
    else if (index < 0) list.push(change);
    else list[index] = applied(list[index], change);
  }
  return list;
}

/** Lists that are merged have no order of their own; an emptied one is as good as none. */
function inOrder(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const mergeKey = KEYS[key];
    if (mergeKey === undefined || !Array.isArray(each)) return [[key, inOrder(each)] as const];
    const elements = each
      .map((element: unknown) => inOrder(element))
      .sort((a, b) =>
        JSON.stringify(isRecord(a) ? a[mergeKey] : a) < JSON.stringify(isRecord(b) ? b[mergeKey] : b)
          ? -1
          : 1,
      );
    return elements.length === 0 ? [] : [[key, elements] as const];
  });
  return Object.fromEntries(entries);
}
