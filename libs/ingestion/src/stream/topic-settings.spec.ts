import { ConfigError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { readTopicSettings } from './topic-settings.js';

const topics = ['falco', 'tetragon'];

function mistakesOf(text: string): readonly string[] {
  try {
    readTopicSettings(text, topics);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('the settings of topics', () => {
  it('say format, cluster, what is covered as a whole or in part, the gadget and the field of the cluster, of the topics that are named', () => {
    const text = `
topics:
  falco: { format: falco, cluster: prod-eu1 }
  tetragon:
    cluster: prod-eu1
    covers: [capability, exec]
    coversPartly: [file]
  alerts: { format: falco, clusterField: cluster_name }
`;
    expect([...readTopicSettings(text, [...topics, 'alerts'])]).toEqual([
      ['falco', { format: 'falco', cluster: 'prod-eu1' }],
      ['tetragon', { cluster: 'prod-eu1', covers: ['capability', 'exec'], coversPartly: ['file'] }],
      ['alerts', { format: 'falco', clusterField: 'cluster_name' }],
    ]);
  });

  it('may be JSON', () => {
    expect([...readTopicSettings('{"topics":{"falco":{"cluster":"eu"}}}', topics)]).toEqual([
      ['falco', { cluster: 'eu' }],
    ]);
  });

  it('are refused with every mistake and its place', () => {
    const text = `
topics:
  audit: { format: kubernetes-audit }
  falco: { format: sysdig, clusters: eu }
  tetragon: { covers: [capability, capabilities], gadget: "trace open" }
`;
    expect(mistakesOf(text)).toEqual([
      'KAFKA_TOPIC_SETTINGS_FILE: /topics/audit: is not one of KAFKA_TOPICS (falco, tetragon)',
      'KAFKA_TOPIC_SETTINGS_FILE: /topics/falco/format: must be one of native, tetragon, falco, kubernetes-audit, tracee, inspektor-gadget, kubearmor, spo',
      'KAFKA_TOPIC_SETTINGS_FILE: /topics/falco/clusters: unknown field',
      expect.stringMatching(
        /^KAFKA_TOPIC_SETTINGS_FILE: \/topics\/tetragon\/covers\/1: Invalid option: expected one of "syscall"/,
      ),
      'KAFKA_TOPIC_SETTINGS_FILE: /topics/tetragon/gadget: must be the name of a gadget such as trace_open',
    ]);
  });

  it.each([
    ['topics: [', 'KAFKA_TOPIC_SETTINGS_FILE: line 1: '],
    ['', 'KAFKA_TOPIC_SETTINGS_FILE: '],
    ['topics: 1', 'KAFKA_TOPIC_SETTINGS_FILE: /topics: '],
    ['topics: {}\nother: 1', 'KAFKA_TOPIC_SETTINGS_FILE: /other: unknown field'],
  ])('%j is refused', (text, start) => {
    const mistakes = mistakesOf(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.startsWith(start) === true ? start : mistakes).toBe(start);
  });
});
