/**
 * Security Profiles Operator: JSON audit lines of its enricher (internal/pkg/daemon/enricher/jsonenricher.go).
 *
 * Gives system calls; exec in part. Not denials: that enricher passes over what AppArmor and SELinux have refused, and does not
 * say what seccomp did with a call; the log enricher (enricher.go) tells of both, in text. Covers what the settings declare: a
 * seccomp profile decides what is logged. A line with `requestUID` belongs to a `kubectl exec` or debug session.
 */
import type { EventFormat } from '../event-format.js';
import { isFields } from '../item-key.js';
import { agentEvent, type Gives, incomplete, notRelevant, type Places } from './agent-event.js';
import { isRuntimeProcess, presentText } from './agent-fields.js';
import { aboutContainer, whereaboutsOf } from './whereabouts.js';

const gives: Gives = { whole: ['syscall'], part: ['exec'] };

export const spo: EventFormat = {
  name: 'spo',
  recognises: (message) =>
    isFields(message) &&
    typeof message['version'] === 'string' &&
    message['version'].startsWith('spo/') &&
    // `resource` is null where its container was not found: a process of the node, or one that was gone at once.
    message['resource'] !== undefined,
  normalise: (message, interner, settings) => {
    if (!isFields(message) || !isFields(message['resource'])) return notRelevant;
    const { resource, node, timestamp, auditID, executable, syscalls } = message;
    const { namespace, pod, container } = resource;
    const where = whereaboutsOf({ namespace, pod, containerName: container });
    if (where === undefined || isRuntimeProcess(executable)) return notRelevant;
    const origin = presentText(message['requestUID']) === undefined ? 'container' : 'interactive';
    const calls: readonly unknown[] = Array.isArray(syscalls) ? syscalls : [];
    const path = presentText(executable);
    const isExec = calls.includes('execve') || calls.includes('execveat');
    const items = [
      ...(isExec && path?.startsWith('/') === true ? [{ dimension: 'exec', path, origin }] : []),
      ...calls.map((syscall) => ({ dimension: 'syscall', syscall, origin })),
    ];
    if (items.length === 0) return incomplete;
    const event = {
      agent: 'security-profiles-operator',
      gives,
      cluster: undefined,
      node: isFields(node) ? presentText(node['name']) : undefined,
      time: timestamp,
      eventId: presentText(auditID),
      ...aboutContainer(where, {}),
      items,
    };
    return agentEvent(event, places, interner, settings);
  },
};

const places: Places = {
  node: ['node', 'name'],
  time: ['timestamp'],
  namespace: ['resource', 'namespace'],
  'pod.name': ['resource', 'pod'],
  'container.name': ['resource', 'container'],
  path: ['executable'],
  item: ['syscalls'],
};
