import { describe, expect, it } from 'vitest';
import { decodePod } from './decode-pod.js';
import type { Pod } from './pod.js';
import {
  admitServiceAccount,
  anyServiceAccount,
  decodeServiceAccount,
  serviceAccountLookup,
  validateServiceAccount,
  type ServiceAccount,
  type ServiceAccountAdmission,
} from './service-account-admission.js';

const pod = (spec: object, annotations: Record<string, string> = {}): Pod => {
  const decoded = decodePod({
    metadata: { name: 'web', annotations },
    spec: { containers: [{ name: 'c' }], ...spec },
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
};
const account = (fields: object = {}, annotations: Record<string, string> = {}): ServiceAccount => ({
  metadata: { name: 'default', annotations },
  ...fields,
});
const admit = (given: Pod, accounts?: readonly ServiceAccount[]): ServiceAccountAdmission =>
  admitServiceAccount(
    given,
    'shop',
    accounts === undefined ? anyServiceAccount : serviceAccountLookup(accounts, 'shop'),
  );
const refusal = (given: Pod, accounts?: readonly ServiceAccount[]): string | undefined => {
  const admission = admit(given, accounts);
  return admission.ok ? undefined : admission.message;
};
const tokenMount = {
  name: 'kube-api-access-xxxxx',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

describe('service account admission', () => {
  it('names the account default and mounts its token', () => {
    const given = pod({ initContainers: [{ name: 'i' }], ephemeralContainers: [{ name: 'e' }] });
    const before = JSON.stringify(given);
    expect(admit(given)).toEqual({
      ok: true,
      pod: {
        metadata: { name: 'web', annotations: {} },
        spec: {
          serviceAccountName: 'default',
          serviceAccount: 'default',
          containers: [{ name: 'c', volumeMounts: [tokenMount] }],
          initContainers: [{ name: 'i', volumeMounts: [tokenMount] }],
          ephemeralContainers: [{ name: 'e' }],
          volumes: [
            {
              name: 'kube-api-access-xxxxx',
              projected: {
                defaultMode: 420,
                sources: [
                  { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
                  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                  {
                    downwardAPI: {
                      items: [
                        {
                          path: 'namespace',
                          fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
                        },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    });
    expect(JSON.stringify(given)).toBe(before);
  });

  it('mounts no token if the pod, or else the account, does not want one', () => {
    const volumes = (spec: object, fields: object): unknown => {
      const admission = admit(pod(spec), [account(fields)]);
      return admission.ok && (admission.pod.spec.volumes ?? []).length;
    };
    expect(volumes({ automountServiceAccountToken: false }, { automountServiceAccountToken: true })).toBe(0);
    expect(volumes({}, { automountServiceAccountToken: false })).toBe(0);
    expect(volumes({ automountServiceAccountToken: true }, { automountServiceAccountToken: false })).toBe(1);
  });

  it('adds no volume where every container mounts something there, and uses one that is there', () => {
    const mounted = { name: 'own', mountPath: tokenMount.mountPath };
    const without = admit(pod({ containers: [{ name: 'c', volumeMounts: [mounted] }] }));
    expect(without.ok && without.pod.spec.volumes).toBeUndefined();
    const named = admit(pod({ volumes: [{ name: 'kube-api-access-abcde', emptyDir: {} }] }));
    expect(named.ok && named.pod.spec.volumes).toEqual([{ name: 'kube-api-access-abcde', emptyDir: {} }]);
    expect(named.ok && named.pod.spec.containers[0]?.volumeMounts).toEqual([
      { ...tokenMount, name: 'kube-api-access-abcde' },
    ]);
  });

  it('adds the image pull secrets of the account to a pod without any', () => {
    const accounts = [account({ imagePullSecrets: [{ name: 'registry' }] })];
    const added = admit(pod({}), accounts);
    expect(added.ok && added.pod.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
    const kept = admit(pod({ imagePullSecrets: [{ name: 'own' }] }), accounts);
    expect(kept.ok && kept.pod.spec.imagePullSecrets).toEqual([{ name: 'own' }]);
  });

  it('refuses an account that does not exist', () => {
    expect(refusal(pod({ serviceAccountName: 'robot' }), [])).toBe(
      'pods "web" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found',
    );
    expect(refusal(pod({}), [{ metadata: { name: 'default', namespace: 'other' } }])).toContain(
      'shop/default',
    );
  });

  it('leaves mirror pods as they are, but lets them name neither accounts nor secrets', () => {
    const mirror = { 'kubernetes.io/config.mirror': '' };
    const plain = pod({}, mirror);
    expect(admit(plain)).toEqual({ ok: true, pod: plain });
    expect(refusal(pod({ serviceAccountName: 'a' }, mirror))).toBe(
      'pods "web" is forbidden: a mirror pod may not reference service accounts',
    );
    const token = {
      volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }],
    };
    expect(refusal(pod(token, mirror))).toBe(
      'pods "web" is forbidden: a mirror pod may not use ServiceAccountToken volume projections',
    );
    for (const spec of [
      { imagePullSecrets: [{ name: 's' }] },
      { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 's' } }] }] },
      {
        ephemeralContainers: [
          { name: 'e', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] },
        ],
      },
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      { volumes: [{ name: 'v', azureFile: { secretName: 's' } }] },
      { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }] } }] },
      { volumes: [{ name: 'v', csi: { driver: 'd', nodePublishSecretRef: { name: 's' } } }] },
      ...['cephfs', 'cinder', 'flexVolume', 'rbd', 'scaleIO', 'iscsi', 'storageos'].map((source) => ({
        volumes: [{ name: 'v', [source]: { secretRef: { name: 's' } } }],
      })),
    ]) {
      expect(refusal(pod(spec, mirror))).toBe(
        'pods "web" is forbidden: a mirror pod may not reference secrets',
      );
    }
    expect(refusal(pod({ volumes: [{ name: 'v', secret: { secretName: '' } }] }, mirror))).toBeUndefined();
  });

  it('enforces mountable secrets if the account says so', () => {
    const enforcing = [
      account(
        { secrets: [{ name: 'own' }], imagePullSecrets: [{ name: 'registry' }] },
        { 'kubernetes.io/enforce-mountable-secrets': 'true' },
      ),
    ];
    const env = (name: string): object => ({
      name: 'c',
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name } } }],
    });
    expect(
      refusal(
        pod({ containers: [env('own')], volumes: [{ name: 'v', secret: { secretName: 'own' } }] }),
        enforcing,
      ),
    ).toBeUndefined();
    expect(refusal(pod({ volumes: [{ name: 'v', secret: { secretName: 'x' } }] }), enforcing)).toBe(
      'pods "web" is forbidden: volume with secret.secretName="x" is not allowed because service account default does not reference that secret',
    );
    expect(refusal(pod({ initContainers: [env('x')] }), enforcing)).toBe(
      'pods "web" is forbidden: init container c with envVar A referencing secret.secretName="x" is not allowed because service account default does not reference that secret',
    );
    expect(refusal(pod({ containers: [env('x')] }), enforcing)).toContain(
      'is forbidden: container c with envVar A',
    );
    expect(refusal(pod({ imagePullSecrets: [{ name: 'y' }] }), enforcing)).toBe(
      'pods "web" is forbidden: imagePullSecrets[0].name="y" is not allowed because service account default does not reference that imagePullSecret',
    );
    const lenient = [account({}, { 'kubernetes.io/enforce-mountable-secrets': 'yes' })];
    expect(refusal(pod({ containers: [env('x')] }), lenient)).toBeUndefined();
  });

  it('validates a pod as it is', () => {
    const lookup = serviceAccountLookup([account()], 'shop');
    expect(validateServiceAccount(pod({}), 'shop', lookup)).toBe(
      'pods "web" is forbidden: no service account specified for pod shop/web',
    );
    expect(validateServiceAccount(pod({ serviceAccountName: 'default' }), 'shop', lookup)).toBeUndefined();
    expect(validateServiceAccount(pod({ serviceAccountName: 'x' }), 'shop', lookup)).toContain('shop/x');
  });

  it('decodes accounts', () => {
    expect(decodeServiceAccount({ metadata: { name: 'a' }, secrets: [{ name: 's' }] })).toEqual({
      ok: true,
      value: { metadata: { name: 'a' }, secrets: [{ name: 's' }] },
      warnings: [],
    });
    expect(decodeServiceAccount({ automountServiceAccountToken: 'no' }).ok).toBe(false);
  });
});
