import { describe, expect, it } from 'vitest';
import { lint, refusalOf, render } from './chart.js';

function watchOf(cluster: string) {
  return { watch: { enabled: true, cluster } };
}

function kafkaLogin(sasl: object) {
  return { kafka: { sasl: { mechanism: 'plain', ...sasl } } };
}

function kafkaTls(tls: object) {
  return { kafka: { tls: { enabled: true, ...tls } } };
}

describe('the chart', () => {
  it.each([
    ['a value that does not exist', { api: { replicaCount: 3 } }, 'replicaCount'],
    ['a value of another type', { worker: { replicas: 'two' } }, 'worker.replicas'],
    ['a broker without port', { kafka: { brokers: ['kafka'] } }, 'kafka.brokers.0'],
    ['a digest that is none', { image: { digest: 'latest' } }, 'image.digest'],
    ['a setting that can not be one', { settings: { 'log-level': 'info' } }, 'settings'],
    ['a watch without a name of the cluster', { watch: { enabled: true } }, 'watch.cluster'],
    ['a name of the cluster that the setting does not take', watchOf('prod-'), 'watch.cluster'],
    ['a name of the cluster that is too long', watchOf('a'.repeat(129)), 'watch.cluster'],
    ['no database', { database: { secretName: '' } }, 'database.secretName'],
    ['a login at Kafka without a name', kafkaLogin({ secretName: 'login' }), 'kafka.sasl.username'],
    ['a login at Kafka without a password', kafkaLogin({ username: 'reader' }), 'kafka.sasl.secretName'],
    ['mutual TLS without a certificate', kafkaTls({ mutual: true }), 'kafka.tls.secretName'],
  ])('refuses %s, and names it', (_, values, named) => {
    expect(lint(values)).toContain(named);
  });

  it.each([
    ['a login at Kafka', kafkaLogin({ username: 'reader', secretName: 'login' })],
    ['no login at Kafka', { kafka: { sasl: { mechanism: '', username: '' } } }],
    ['TLS by the authorities of the system', kafkaTls({ mutual: false })],
    ['mutual TLS', kafkaTls({ mutual: true, secretName: 'tls' })],
    ['the longest name of a cluster', watchOf(`a${'.'.repeat(126)}a`)],
  ])('takes %s', (_, values) => {
    expect(lint(values)).toBeUndefined();
  });

  const autoscaling = (enabled: boolean, minReplicas: number) => ({
    worker: { autoscaling: { enabled, minReplicas, maxReplicas: 4 } },
  });
  const itself = 'is set by the chart itself';

  it.each([
    [
      'fewer replicas at most than at least',
      autoscaling(true, 5),
      'worker.autoscaling: minReplicas (5) is above',
    ],
    [
      'a label of its own',
      { worker: { podLabels: { 'app.kubernetes.io/name': 'x' } } },
      `worker.podLabels: app.kubernetes.io/name ${itself}`,
    ],
    [
      'an annotation of its own',
      { collector: { podAnnotations: { 'checksum/topics': 'x' } } },
      `collector.podAnnotations: checksum/topics ${itself}`,
    ],
    [
      'a label of its own at a PodMonitor',
      { monitoring: { podMonitor: { enabled: true, labels: { 'app.kubernetes.io/name': 'x' } } } },
      `monitoring.podMonitor.labels: app.kubernetes.io/name ${itself}`,
    ],
    [
      'a label of its own at the rules',
      { monitoring: { rules: { enabled: true, labels: { 'app.kubernetes.io/instance': 'x' } } } },
      `monitoring.rules.labels: app.kubernetes.io/instance ${itself}`,
    ],
    ['a setting that it makes', { settings: { HOST: '::' } }, `settings: HOST ${itself}`],
    ['such a setting of a component', { api: { settings: { PORT: '1' } } }, `api.settings: PORT ${itself}`],
    [
      'a setting that it makes of other values',
      { kafka: { brokers: ['kafka:9092'] }, settings: { KAFKA_GROUP_ID: 'x' } },
      `settings: KAFKA_GROUP_ID ${itself}`,
    ],
  ])('makes nothing of %s, and says why', (_, values, why) => {
    expect(refusalOf(values)).toContain(why);
  });

  it.each([
    ['as many replicas at most as at least', autoscaling(true, 4)],
    ['an autoscaler that is not asked for', autoscaling(false, 5)],
    ['labels of others', { worker: { podLabels: { team: 'x' } } }],
    ['a setting that it would make of other values', { settings: { KAFKA_GROUP_ID: 'x' } }],
    ['a setting that it makes for another component', { worker: { settings: { PORT: '1' } } }],
  ])('takes %s', (_, values) => {
    expect(refusalOf(values)).toBeUndefined();
  });

  it('has names that look like numbers or truths as text', () => {
    const values = {
      image: { repository: '1', tag: '30', pullSecrets: ['1e3'] },
      database: { secretName: '12', secretKey: 'true' },
      redis: { secretName: '13' },
      bootstrapApiKey: { secretName: '14' },
      kafka: {
        brokers: ['kafka:9092'],
        tls: { enabled: true, secretName: '15' },
        sasl: { mechanism: 'plain', username: '7', secretName: '16' },
      },
      watch: { enabled: true, cluster: '17', leaseName: 'true' },
      api: { ingress: { enabled: true, host: '18', tlsSecretName: '19', className: '20' } },
      settings: { NO: '1' },
    };
    const texts = JSON.stringify(render(values, '21'));
    for (const text of ['1:30', '1e3', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', 'NO'])
      expect(texts).toContain(`"${text}"`);
    expect(texts).toContain('"resourceNames":["true"]');
    expect(texts).toContain('{"name":"KUBERNETES_LEASE_NAME","value":"true"}');
    expect(texts).toContain('{"key":"true","path":"url"}');
    expect(texts).not.toMatch(/"(namespace|secretName|host|ingressClassName)":[^"]/);
  });
});
