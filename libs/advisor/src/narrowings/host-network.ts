import type { Finding } from '../finding.js';
import { inUse, listOf, type NarrowingContext, type NarrowingRule, notInUse, sources } from './rule.js';
import type { Need } from '../evidence/needs.js';

const FIELD = { field: 'hostNetwork', at: 'spec.hostNetwork' } as const;

/**
 * A pod that leaves the node's network for one of its own.
 *
 * Reads: listen, connect, raw-socket, unix-connect (abstract sockets), capability (NET_ADMIN, NET_RAW).
 * Semantics: network_namespaces(7): interfaces, ports, loopback, netlink and abstract Unix sockets belong to the
 * network namespace; Kubernetes v1.24 hostPort (CNI portmap) forwards a port of the node to the pod.
 */
export const hostNetwork: NarrowingRule = {
  name: 'host-network',
  taken: (before, after) => (before.hostNetwork && !after.hostNetwork ? ['the network of the node'] : []),
  judge: (context) => {
    const found = [
      ...listens(context),
      ...loopbackPeers(context),
      ...packetSockets(context),
      ...networkAdministration(context),
      ...abstractSockets(context),
      ...connections(context),
    ];
    if (found.some(({ reason }) => reason === 'network-identity-changes')) return found;
    const nothing = found.length > 0 ? "No other use of the node's network" : "No use of the node's network";
    const absence = notInUse(context, {
      ...FIELD,
      reason: found.length > 0 ? 'host-network-otherwise-not-used' : 'host-network-not-used',
      nothing,
      watch: [['listen'], ['connect'], ['raw-socket', 'capability'], ['unix-connect']],
    });
    return [...found, absence];
  },
};

type Listen = Need<'listen'>;

/** Only what was seen on the node's network: a listen inside a pod's own network says nothing. */
function listens(context: NarrowingContext): Finding[] {
  const onNode = context.needs.of('listen').filter(({ item }) => item.hostNetwork);
  const loopback = onNode.filter(({ item }) => isLoopback(item.address));
  const reachable = onNode.filter(({ item }) => !isLoopback(item.address));
  const replaced = reachable.filter((need) => hasHostPort(context, need));
  const lost = reachable.filter((need) => !hasHostPort(context, need));
  const findings: Finding[] = [];
  if (lost.length > 0) {
    findings.push(
      inUse(context, ['listen'], sources(lost), {
        outcome: 'breaks',
        ...FIELD,
        reason: 'node-listen-in-use',
        detail: `The container listens on ${ports(lost)} of the node; without a hostPort nothing answers there any more.`,
      }),
    );
  }
  if (replaced.length > 0) {
    findings.push(
      inUse(context, ['listen'], sources(replaced), {
        outcome: 'at-risk',
        ...FIELD,
        reason: 'listen-replaced-by-host-port',
        detail: `The container listens on ${ports(replaced)} of the node; a hostPort forwards to it, with another path for the packets (source addresses, health checks from the node).`,
      }),
    );
  }
  if (loopback.length > 0) {
    findings.push(
      inUse(context, ['listen'], sources(loopback), {
        outcome: 'at-risk',
        ...FIELD,
        reason: 'loopback-listen',
        detail: `The container listens on ${ports(loopback)} of the node's loopback; clients outside of the pod lose it.`,
      }),
    );
  }
  return findings;
}

function hasHostPort({ after }: NarrowingContext, { item }: Listen): boolean {
  return after.hostPorts.some(
    ({ containerPort, hostPort, protocol = 'TCP' }) =>
      hostPort === item.port && containerPort === item.port && protocol.toLowerCase() === item.protocol,
  );
}

/** A peer on loopback is another process of the node, unless a container of the pod listens there itself. */
function loopbackPeers(context: NarrowingContext): Finding[] {
  const served = new Set<string>();
  for (const needs of context.podNeeds) {
    for (const { item } of needs.of('listen')) served.add(`${item.protocol}/${item.port}`);
  }
  const peers = context.needs
    .of('connect')
    .filter(
      ({ item }) =>
        item.peer === 'loopback' && item.hostNetwork && !served.has(`${item.protocol}/${item.port}`),
    );
  if (peers.length === 0) return [];
  return [
    inUse(context, ['connect'], sources(peers), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'node-loopback-in-use',
      detail: `The container connects to ${ports(peers)} on the node's loopback, which no container of the pod serves.`,
    }),
  ];
}

function packetSockets(context: NarrowingContext): Finding[] {
  const sockets = context.needs.of('raw-socket').filter(({ item }) => /packet/i.test(item.family));
  if (sockets.length === 0) return [];
  return [
    inUse(context, ['raw-socket'], sources(sockets), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'packet-socket-in-use',
      detail: "The container reads or writes packets of the node's interfaces (packet socket).",
    }),
  ];
}

/** NET_ADMIN used on the node's network: routes, addresses, netfilter rules of the node, by netlink. */
function networkAdministration(context: NarrowingContext): Finding[] {
  const uses = context.needs
    .of('capability')
    .filter(({ item }) => item.capability === 'NET_ADMIN' && item.userNamespace === 'own');
  if (uses.length === 0) return [];
  return [
    inUse(context, ['capability'], sources(uses), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'node-network-administration',
      detail:
        "The container uses NET_ADMIN, on the node's network: what it configures there it can't reach any more.",
    }),
  ];
}

function abstractSockets(context: NarrowingContext): Finding[] {
  const sockets = context.needs
    .of('unix-connect')
    .filter(({ item }) => !item.inside && item.path.startsWith('@'));
  if (sockets.length === 0) return [];
  return [
    inUse(context, ['unix-connect'], sources(sockets), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'abstract-socket-in-use',
      detail: `The container connects to ${listOf([...new Set(sockets.map(({ item }) => item.path))])}: abstract Unix sockets of the node belong to its network.`,
    }),
  ];
}

/** Whoever connects at all gets another source address, other DNS settings, and comes under NetworkPolicies. */
function connections(context: NarrowingContext): Finding[] {
  const outward = context.needs.of('connect').filter(({ item }) => item.peer !== 'loopback');
  if (outward.length === 0) return [];
  return [
    inUse(context, ['connect'], sources(outward), {
      outcome: 'at-risk',
      ...FIELD,
      reason: 'network-identity-changes',
      detail: `The container connects to others (${ports(outward)}): it gets an address of its own, other DNS settings, and NetworkPolicies apply to it.`,
    }),
  ];
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address === 'localhost' || address.startsWith('127.');
}

function ports(
  needs: readonly { readonly item: { readonly protocol: string; readonly port: number } }[],
): string {
  const names = [...new Set(needs.map(({ item }) => `${item.protocol}/${item.port}`))];
  return listOf(names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names);
}
