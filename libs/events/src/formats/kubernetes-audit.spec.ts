import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../event-format.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { kubernetesAudit } from './kubernetes-audit.js';

const at = '2026-03-01T10:20:00.123456Z';
const sentAt = '2026-03-01T10:20:00.123456000Z';
const exec = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: 'a1',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/pods/web-0/exec?command=sh&container=nginx&tty=true',
  verb: 'create',
  user: { username: 'jane' },
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
  responseStatus: { code: 101 },
  requestReceivedTimestamp: '2026-03-01T10:15:00.5Z',
  stageTimestamp: at,
};
const began = '2026-03-01T10:15:00.500000000Z';
const list = {
  ...exec,
  auditID: 'a2',
  verb: 'list',
  requestURI: '/apis/apps/v1/namespaces/shop/deployments',
  user: {
    username: 'system:serviceaccount:ci:deployer',
    extra: { 'authentication.kubernetes.io/pod-name': ['runner-1'] },
  },
  objectRef: { resource: 'deployments', namespace: 'shop', apiGroup: 'apps' },
  responseStatus: { code: 200 },
};
const eu: SourceSettings = { cluster: 'eu' };
const execOutcome = {
  kind: 'exec',
  namespace: 'shop',
  pod: 'web-0',
  container: 'nginx',
  user: 'jane',
  from: began,
  at: sentAt,
  allowed: true,
};

function read(message: object, settings = eu) {
  const outcome = normaliseMessage(message, new Interner(), settings);
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.map(({ interactions = [], serviceAccountUses = [] }) => [
    ...interactions,
    ...serviceAccountUses,
  ]);
}

const resourceId =
  '/SUBSCRIPTIONS/0A/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/PROD-EU';
const azure = (category: string, properties: object) => ({ time: at, resourceId, category, properties });
const vault = { category: 'AuditEvent', resourceId: '/vaults/x', properties: {} };
const eks = {
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/eks/prod-eu/cluster',
  logStream: 'kube-apiserver-audit-0a1b',
  logEvents: [{ id: '1', message: JSON.stringify(exec) }],
};

describe('kubernetes-audit', () => {
  it('is told from other objects that are called Event', () => {
    expect(kubernetesAudit.recognises(exec)).toBe(true);
    expect(kubernetesAudit.recognises({ kind: 'Event', apiVersion: 'v1' })).toBe(false);
    expect(kubernetesAudit.recognises({ properties: { log: '{}' } })).toBe(false);
    expect(kubernetesAudit.recognises({ protoPayload: { serviceName: 'storage' } })).toBe(false);
  });

  it('makes of an exec who used which pod, identified by audit id, stage and when it was received, and covers nothing', () => {
    expect(normaliseMessage(exec, new Interner(), { ...eu, covers: ['capability'] })).toEqual({
      outcome: 'ok',
      value: [
        {
          origin: { cluster: 'eu', node: 'unknown', agent: { name: 'kubernetes-audit', version: '' } },
          sentAt,
          covers: [],
          lost: new Map(),
          eventId: `a1/ResponseComplete/${began}`,
          containers: [],
          interactions: [execOutcome],
        },
      ],
    });
  });

  it.each([
    ['attach', 'create', [[{ ...execOutcome, kind: 'attach' }]]],
    ['exec', 'get', [[execOutcome]]],
    ['portforward', 'create', [[{ ...execOutcome, kind: 'port-forward' }]]],
    ['ephemeralcontainers', 'patch', [[{ ...execOutcome, kind: 'ephemeral-containers' }]]],
    ['ephemeralcontainers', 'get', 'not-relevant'],
    ['log', 'get', 'not-relevant'],
  ])('of pods/%s by %s it makes what it is', (subresource, verb, expected) => {
    expect(read({ ...exec, verb, objectRef: { ...exec.objectRef, subresource } })).toEqual(expected);
  });

  it.each([
    ['nothing', undefined],
    ['no time', 'yesterday'],
    ['a time after its end', '2026-03-01T10:20:01Z'],
  ])('takes a session whose log says %s of its beginning for a moment', (_, requestReceivedTimestamp) => {
    expect(read({ ...exec, requestReceivedTimestamp })).toEqual([[{ ...execOutcome, from: sentAt }]]);
  });

  it('refuses text that can not be stored', () => {
    expect(read({ ...exec, user: { username: 'ja\0ne' } })).toMatchObject([{ path: ['user', 'username'] }]);
  });

  it('leaves out what was refused and can not be: it must not cost what others did', () => {
    const refused = { responseStatus: { code: 403 } };
    const objectRef = { ...exec.objectRef, name: 'FOO_BAR' };
    expect(read({ ...exec, ...refused, objectRef })).toBe('not-relevant');
    expect(read({ ...exec, objectRef })).toMatchObject([{ path: ['objectRef'] }]);
    const resource = 'a'.repeat(2_000);
    expect(read({ ...list, ...refused, objectRef: { ...list.objectRef, resource } })).toBe('not-relevant');
    expect(read({ ...list, objectRef: { ...list.objectRef, resource } })).toMatchObject([
      { path: ['objectRef'] },
    ]);
    const items = [{ ...exec, ...refused, objectRef }, exec];
    expect(read({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items })).toEqual([[execOutcome]]);
  });

  const idsOf = (message: object) => {
    const outcome = normaliseMessage(message, new Interner(), eu);
    return outcome.outcome === 'ok' ? outcome.value.map(({ eventId }) => eventId) : [outcome.outcome];
  };

  it('takes an id of any length, as whoever asks may make it up: it must not cost what others did', () => {
    const auditID = 'a'.repeat(600);
    const items = [{ ...list, auditID, responseStatus: { code: 403 } }, { ...exec, auditID }, exec];
    expect(idsOf({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items })).toEqual([
      `${auditID}/ResponseComplete/${began}`,
      `${auditID}/ResponseComplete/${began}`,
      `a1/ResponseComplete/${began}`,
    ]);
  });

  it('tells requests apart that were given the same id, and knows the same one again', () => {
    const later = { ...exec, requestReceivedTimestamp: '2026-03-01T10:15:00.500001Z' };
    const panicked = { ...exec, stage: 'Panic' };
    expect(new Set([exec, later, panicked, { ...exec }].flatMap(idsOf)).size).toBe(3);
    expect(idsOf({ ...exec, requestReceivedTimestamp: '2026-03-01T10:15:00.500Z' })).toEqual(idsOf(exec));
    // Without it, as in entries of Cloud Logging, the end of the request tells.
    for (const requestReceivedTimestamp of [undefined, 'yesterday', 5]) {
      expect(idsOf({ ...exec, requestReceivedTimestamp })).toEqual([`a1/ResponseComplete/${sentAt}`]);
    }
    for (const auditID of [undefined, '', '<NA>', 7])
      expect(idsOf({ ...exec, auditID })).toEqual([undefined]);
  });

  it('takes names of users of any length, and for a service account only one that there can be', () => {
    const username = 'j'.repeat(3_000);
    expect(read({ ...exec, user: { username } })).toEqual([[{ ...execOutcome, user: 'j'.repeat(1_024) }]]);
    const madeUp = { username: 'system:serviceaccount:A_B:c_d' };
    expect(read({ ...list, impersonatedUser: madeUp })).toBe('not-relevant');
    expect(read({ ...exec, impersonatedUser: madeUp })).toEqual([
      [{ ...execOutcome, user: madeUp.username }],
    ]);
  });

  it('makes of requests of service accounts what they asked for, and for which pod', () => {
    expect(read(list)).toEqual([
      [
        {
          namespace: 'ci',
          serviceAccount: 'deployer',
          pod: 'runner-1',
          verb: 'list',
          apiGroup: 'apps',
          resource: 'deployments',
          at: sentAt,
          allowed: true,
        },
      ],
    ]);
    expect(read({ ...list, user: { username: 'system:serviceaccounts:ci:deployer' } })).toBe('not-relevant');
  });

  it("credits no pod with what an impersonated account asked for: the token is its impersonator's", () => {
    const use = {
      namespace: 'shop',
      serviceAccount: 'web',
      verb: 'list',
      apiGroup: 'apps',
      resource: 'deployments',
      at: sentAt,
      allowed: true,
    };
    const other = { username: 'system:serviceaccount:shop:web' };
    expect(read({ ...list, impersonatedUser: other })).toEqual([[use]]);
    // Whoever may impersonate may make up what is said of the account.
    const madeUp = { ...other, extra: { 'authentication.kubernetes.io/pod-name': ['web-0'] } };
    expect(read({ ...list, impersonatedUser: madeUp })).toEqual([[use]]);
    for (const nobody of [undefined, null, {}, { username: '' }]) {
      expect(read({ ...list, impersonatedUser: nobody })).toMatchObject([[{ pod: 'runner-1' }]]);
    }
  });

  it('counts impersonated users as themselves, and refused requests as refused', () => {
    const impersonated = { ...list, user: { username: 'admin' }, impersonatedUser: list.user };
    expect(read(impersonated)).toMatchObject([[{ serviceAccount: 'deployer' }]]);
    expect(read({ ...list, impersonatedUser: { username: 'jane' } })).toBe('not-relevant');
    expect(read({ ...exec, responseStatus: { code: 403 } })).toEqual([[{ ...execOutcome, allowed: false }]]);
    const decided = (decision: string) =>
      read({ ...exec, responseStatus: {}, annotations: { 'authorization.k8s.io/decision': decision } });
    expect(decided('allow')).toMatchObject([[{ allowed: true }]]);
    expect(decided('forbid')).toMatchObject([[{ allowed: false }]]);
  });

  it.each([
    [404, 'allow', true],
    [409, 'allow', true],
    [403, 'allow', true],
    [200, 'forbid', false],
    [404, undefined, true],
    [409, '', true],
    [422, undefined, true],
    [500, undefined, true],
    [401, undefined, false],
    [403, undefined, false],
    [undefined, 'allow', true],
    [undefined, 'forbid', false],
    [undefined, undefined, true],
  ])(
    'takes what a service account asked for with %s, decided as %j, as permitted: %s',
    (code, decision, allowed) => {
      const answered = {
        responseStatus: { code },
        annotations: { 'authorization.k8s.io/decision': decision },
      };
      expect(read({ ...list, ...answered })).toMatchObject([[{ allowed }]]);
    },
  );

  it('takes a session that did not come about as refused, though it was permitted to ask for it', () => {
    const permitted = {
      responseStatus: { code: 404 },
      annotations: { 'authorization.k8s.io/decision': 'allow' },
    };
    expect(read({ ...exec, ...permitted, user: list.user })).toMatchObject([
      [
        { kind: 'exec', allowed: false },
        { serviceAccount: 'deployer', allowed: true },
      ],
    ]);
    // Of what there can't be nothing came about either: it must not cost what others did.
    const objectRef = { ...list.objectRef, resource: 'a'.repeat(2_000) };
    expect(read({ ...list, ...permitted, objectRef })).toBe('not-relevant');
  });

  it.each([
    ['RequestReceived', 'not-relevant'],
    ['ResponseStarted', 'not-relevant'],
    ['Panic', [[execOutcome]]],
    ['ResponseComplete', [[execOutcome]]],
  ])('at the stage %s it is %j', (stage, expected) => {
    expect(read({ ...exec, stage })).toEqual(expected);
  });

  it.each([
    [
      'an EventList',
      { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [exec, { ...exec, stage: 'x' }] },
    ],
    ['properties.log, an object', { category: 'kube-audit', properties: { log: exec } }],
    ['properties.log, a text', { category: 'kube-audit-admin', properties: { log: JSON.stringify(exec) } }],
    [
      'CloudWatch',
      { logStream: 'kube-apiserver-audit-0a1b', logEvents: [{ id: '1', message: JSON.stringify(exec) }] },
    ],
    [
      'the records of an Event Hub, beside other categories and metrics of a cluster',
      {
        records: [
          azure('kube-audit', { log: JSON.stringify(exec) }),
          azure('kube-scheduler', { log: 'I0301 10:20:00 1 x.go:1] started' }),
          { resourceId, metricName: 'node_cpu_usage', total: 3 },
        ],
      },
    ],
    [
      'the records of an Event Hub, beside those of other resources',
      { records: [vault, azure('kube-audit', { log: exec }), vault] },
    ],
    ['records of an Event Hub, as object', { records: [azure('kube-audit-admin', { log: exec })] }],
    [
      'records of an Event Hub without their resource',
      { records: [{ category: 'kube-audit', properties: { log: exec } }] },
    ],
    ['a shipper', { message: JSON.stringify(exec) }],
    ['the shape of 2017', { ...exec, stageTimestamp: undefined, timestamp: at }],
  ])('is found in %s', (_, message) => {
    expect(read(message)).toEqual([[execOutcome]]);
  });

  it.each([
    ['records of an Event Hub', { records: [azure('kube-audit', { log: exec })] }, 'prod-eu'],
    ["Azure's properties.log", azure('kube-audit', { log: exec }), 'prod-eu'],
    [
      'a cluster of Azure Arc',
      {
        ...azure('kube-audit', { log: exec }),
        resourceId: '/providers/Microsoft.Kubernetes/connectedClusters/edge',
      },
      'edge',
    ],
    ["CloudWatch's log group", eks, 'prod-eu'],
  ])('takes the name of the cluster from %s, unless the settings name one', (_, message, name) => {
    const clusterOf = (settings: SourceSettings) => {
      const outcome = normaliseMessage(message, new Interner(), settings);
      return outcome.outcome === 'ok' ? outcome.value.map(({ origin }) => origin.cluster) : outcome;
    };
    expect(clusterOf({})).toEqual([name]);
    expect(clusterOf(eu)).toEqual(['eu']);
  });

  it.each([
    ['other categories of a cluster alone', { records: [azure('guard', { log: 'x' })] }],
    ['another stream of a cluster', { ...eks, logStream: 'kube-scheduler-0a1b' }],
    [
      'the question of CloudWatch whether anybody listens',
      {
        messageType: 'CONTROL_MESSAGE',
        logGroup: '',
        logStream: '',
        logEvents: [{ message: 'CWL CONTROL MESSAGE' }],
      },
    ],
    ['an empty EventList', { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [] }],
  ])('learns nothing from %s', (_, message) => {
    expect(read(message)).toBe('not-relevant');
  });

  it.each([
    ['records of what is no cluster', { records: [azure('guard', { log: 'x' }), vault] }],
    ['records that are none beside one that is', { records: [azure('kube-audit', { log: exec }), 7] }],
    ['no records', { records: [] }],
    ['records that are none', { records: ['kube-audit'] }],
    ['a stream of another log group', { ...eks, logGroup: '/aws/lambda/x', logStream: '2026/03/01' }],
    ['a stream that can not be written as text', { ...eks, logGroup: '', logStream: { toString: null } }],
    ['an EventList without a list', { kind: 'EventList', apiVersion: 'audit.k8s.io/v1' }],
  ])('is not recognised in %s', (_, message) => {
    expect(kubernetesAudit.recognises(message)).toBe(false);
  });

  it('counts records that are none of the audit log as left out', () => {
    const records = [vault, azure('kube-audit', { log: exec }), azure('guard', { log: 'x' })];
    expect(normaliseMessage({ records }, new Interner())).toMatchObject({
      outcome: 'ok',
      dropped: new Map([['not-relevant', 2]]),
    });
  });

  const cutText = JSON.stringify(exec).slice(0, -9);
  const inEks = (...messages: readonly unknown[]) => ({
    ...eks,
    logEvents: messages.map((message) => ({ id: '1', message })),
  });
  const inHub = (...texts: readonly unknown[]) => ({
    records: texts.map((log) => azure('kube-audit', { log })),
  });

  it.each([
    ['CloudWatch', inEks],
    ['an Event Hub', inHub],
  ])('leaves out texts that %s has cut, beside those that can be read', (_, envelope) => {
    const json = JSON.stringify(exec);
    const outcome = normaliseMessage(envelope(cutText, json, '', 'x'), new Interner(), eu);
    expect(outcome).toMatchObject({ outcome: 'ok', dropped: new Map([['incomplete', 3]]) });
    expect(read(envelope(cutText, json))).toEqual([[execOutcome]]);
    // Nothing shows what they were cut from.
    expect(read(envelope(cutText, 'x'))).toMatchObject([{}, {}]);
    expect(read(envelope(cutText))).toMatchObject([{}]);
    // What was not cut is a mistake.
    for (const wrong of ['[1]', '7', 7, undefined])
      expect(read(envelope(json, cutText, wrong))).toMatchObject([{}]);
  });

  it("is found in Google's protoPayload, with the name of the cluster", () => {
    const entry = {
      protoPayload: {
        serviceName: 'k8s.io',
        methodName: 'io.k8s.core.v1.pods.exec.create',
        resourceName: 'core/v1/namespaces/shop/pods/web-0/exec',
        authenticationInfo: { principalEmail: 'jane' },
        status: { code: 7 },
      },
      resource: { labels: { cluster_name: 'gke-1' } },
      operation: { id: 'a1', first: true, last: true },
      timestamp: at,
    };
    const { container: _, ...expected } = execOutcome;
    expect(read(entry, {})).toEqual([[{ ...expected, from: sentAt, allowed: false }]]);
    expect(read({ ...entry, operation: { id: 'a1', first: true, last: false } }, {})).toBe('not-relevant');
    // As Cloud Logging writes it: what is false is left out.
    expect(read({ ...entry, operation: { id: 'a1', first: true } }, {})).toBe('not-relevant');
    expect(read({ ...entry, operation: undefined, insertId: 'i1' }, {})).toMatchObject([[{ kind: 'exec' }]]);
    expect(read({ ...entry, protoPayload: { ...entry.protoPayload, resourceName: 'readyz' } }, {})).toBe(
      'not-relevant',
    );
  });

  it('says where the mistake is, and takes nothing of such a list', () => {
    const wrong = { ...exec, objectRef: { ...exec.objectRef, name: 'Web 0' } };
    expect(read({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [exec, wrong] })).toMatchObject([
      { path: ['items', 1, 'objectRef'] },
    ]);
    expect(read({ category: 'kube-audit', properties: { log: '{"cut' } })).toMatchObject([
      { path: ['properties', 'log'] },
    ]);
    expect(read({ ...eks, logEvents: [7] })).toMatchObject([{ path: ['logEvents', 0, 'message'] }]);
    expect(read({ ...exec, stageTimestamp: 'now' })).toMatchObject([{ path: ['stageTimestamp'] }]);
    expect(read(exec, {})).toMatchObject([{ path: [] }]);
  });
});
