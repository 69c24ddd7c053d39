import { describe, expect, it } from 'vitest';

import { openPolicy, outcome, podOf } from '../../../../test/fixtures/policies.js';
import { validatePolicy } from '../validate-policy.js';
import { hasPathPrefix } from './allowed-host-paths.js';

function podMounting(path: string, ...readOnly: readonly (boolean | undefined)[]) {
  const volumeMounts = readOnly.map((value, index) => ({
    name: 'host',
    mountPath: `/m${index}`,
    ...(value !== undefined && { readOnly: value }),
  }));
  const containers = [{ name: 'app', image: 'i', volumeMounts }];
  return podOf({ containers, volumes: [{ name: 'host', hostPath: { path } }] });
}

describe('allowedHostPaths', () => {
  it('allow any path, also to write, where there are none', () => {
    expect(outcome(openPolicy({ allowedHostPaths: [] }), podMounting('/', false))).toBe('unchanged');
  });

  it('end at a segment, and each side may have one trailing slash', () => {
    const matches = [
      ['/foo', '/foo', true],
      ['/foo/', '/foo', true],
      ['/foo', '/foo/', true],
      ['/foo/bar', '/foo', true],
      ['/foobar', '/foo', false],
      ['/foo//', '/foo', true],
      ['/foo', '/foo//', false],
      ['/anything', '/', true],
      ['/Foo', '/foo', false],
    ] as const;
    expect(matches.map(([path, prefix]) => [path, prefix, hasPathPrefix(path, prefix)])).toEqual(matches);
  });

  it('refuse other paths at Kubernetes’ own place', () => {
    const policy = openPolicy({ allowedHostPaths: [{ pathPrefix: '/var/log' }] });
    expect(outcome(policy, podMounting('/etc'))).toEqual({
      errors: ['spec.volumes[0].hostPath.pathPrefix: Invalid value: "/etc": is not allowed to be used'],
    });
  });

  it('that are read-only want every mount to be, and say which is not', () => {
    const policy = openPolicy({ allowedHostPaths: [{ pathPrefix: '/var', readOnly: true }] });
    expect(outcome(policy, podMounting('/var/log', true, undefined, false))).toEqual({
      errors: [
        'spec.containers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only',
        'spec.containers[0].volumeMounts[2].readOnly: Invalid value: false: must be read-only',
      ],
    });
    expect(outcome(policy, podMounting('/var/log'))).toBe('unchanged');
  });

  it('let one writable entry suffice, wherever it stands', () => {
    const allowedHostPaths = [{ pathPrefix: '/var', readOnly: true }, { pathPrefix: '/var/log' }];
    expect(outcome(openPolicy({ allowedHostPaths }), podMounting('/var/log', false))).toBe('unchanged');
  });

  it('need a prefix without ..; after one without a prefix Kubernetes looks no further', () => {
    const allowedHostPaths = [{ pathPrefix: '/a/../b' }, {}, { pathPrefix: '..' }];
    expect(validatePolicy(openPolicy({ allowedHostPaths })).map(({ type, field }) => [type, field])).toEqual([
      ['FieldValueInvalid', 'spec.allowedHostPaths[0]'],
      ['FieldValueRequired', 'spec.allowedHostPaths[1]'],
    ]);
  });
});

describe('allowedFlexVolumes and allowedCSIDrivers', () => {
  const flex = podOf({ volumes: [{ name: 'v', flexVolume: { driver: 'acme/nfs' } }] });
  const csi = podOf({ volumes: [{ name: 'v', csi: { driver: 'inline.example.com' } }] });

  it('allow any driver where there are none', () => {
    expect([outcome(openPolicy(), flex), outcome(openPolicy(), csi)]).toEqual(['unchanged', 'unchanged']);
  });

  it('compare the name exactly', () => {
    const policy = openPolicy({
      allowedFlexVolumes: [{ driver: 'acme/nf' }],
      allowedCSIDrivers: [{ name: 'inline.example.co' }],
    });
    expect(outcome(policy, flex)).toEqual({
      errors: [
        'spec.volumes[0].driver: Invalid value: "acme/nfs": Flexvolume driver is not allowed to be used',
      ],
    });
    expect(outcome(policy, csi)).toEqual({
      errors: [
        'spec.volumes[0].csi.driver: Invalid value: "inline.example.com": Inline CSI driver is not allowed to be used',
      ],
    });
  });

  it('are validated at paths that are Kubernetes’ own', () => {
    const policy = openPolicy({ allowedFlexVolumes: [{}], allowedCSIDrivers: [{ name: 'a_b' }, {}] });
    expect(validatePolicy(policy).map(({ type, field }) => [type, field])).toEqual([
      ['FieldValueRequired', 'spec.allowedFlexVolumes.allowedFlexVolumes[0].driver'],
      ['FieldValueInvalid', 'spec.allowedCSIDrivers.allowedCSIDriver[0].name'],
      ['FieldValueRequired', 'spec.allowedCSIDrivers.allowedCSIDriver[1].name'],
      ['FieldValueInvalid', 'spec.allowedCSIDrivers.allowedCSIDriver[1].name'],
    ]);
  });
});
