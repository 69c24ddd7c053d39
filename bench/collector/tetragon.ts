/** Seeded events of Tetragon, as its JSON export writes them: one for each event, with process and parent. */
import { anyOf, type Behaviour, CONTAINERS, day, type Pod, pods, time } from './generate.js';

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

function podFields(pod: Pod, container: number): object {
  const number = pod.number * CONTAINERS.length + container;
  return {
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    container: {
      id: `containerd://${hex(number, 64)}`,
      name: CONTAINERS[container],
      image: {
        id: `registry.example/service-${pod.workload}@sha256:${hex(pod.workload, 64)}`,
        name: `registry.example/service-${pod.workload}:1.0`,
      },
      start_time: `${day}T09:00:00Z`,
      pid: 23,
    },
    pod_labels: { app: `service-${pod.workload}`, 'pod-template-hash': '7d9c5b6f84' },
    workload: `service-${pod.workload}`,
    workload_kind: 'Deployment',
  };
}

function processOf(random: () => number, pod: object, binary: string): object {
  const pid = 2 + Math.floor(random() * 4_000_000);
  const execId = (): string =>
    Buffer.from(`node:${Math.floor(random() * 1e15)}:${2 + Math.floor(random() * 4_000_000)}`).toString(
      'base64',
    );
  return {
    exec_id: execId(),
    pid,
    uid: 0,
    cwd: '/',
    binary,
    flags: 'execve rootcwd clone',
    start_time: time(random),
    auid: 4294967295,
    pod,
    docker: 'cfb961400ff25811d22d139a10f6a62',
    parent_exec_id: execId(),
    refcnt: 1,
    ns: { net: { inum: 4026534512 }, user: { inum: 4026531837, is_host: true } },
    tid: pid,
  };
}

/**
 * One event: a capability, a file, a port or a connection of a container, a program that it starts, or the end of one, which
 * says nothing of what the workload needs.
 */
export function tetragonEvent(random: () => number, behaviour: Behaviour): object {
  const pod = anyOf(random, pods);
  const container = random() < 0.5 ? 0 : 1;
  const fields = podFields(pod, container);
  const process = processOf(random, fields, '/usr/sbin/service');
  const parent = processOf(random, fields, '/usr/bin/supervisor');
  const envelope = { node_name: `node-${pod.node}`, cluster_name: 'bench', time: time(random) };
  const item = behaviour.next(pod, container);
  switch (item.dimension) {
    case 'capability':
      return {
        process_kprobe: {
          process,
          parent,
          function_name: 'cap_capable',
          args: [
            { user_ns_arg: { level: 0, ns: { inum: 4026531837, is_host: true } } },
            { capability_arg: { value: 10, name: `CAP_${item.capability}` } },
          ],
          return: { int_arg: 0 },
          action: 'KPROBE_ACTION_POST',
          policy_name: 'capabilities',
          return_action: 'KPROBE_ACTION_POST',
        },
        ...envelope,
      };
    case 'file':
      return {
        process_kprobe: {
          process,
          parent,
          function_name: 'security_file_permission',
          args: [
            { file_arg: { path: item.path, permission: '-rw-r--r--' } },
            { int_arg: item.operation === 'write' ? 2 : 4 },
          ],
          return: { int_arg: 0 },
          action: 'KPROBE_ACTION_POST',
          policy_name: 'files',
        },
        ...envelope,
      };
    case 'connect':
      return {
        process_kprobe: {
          process,
          parent,
          function_name: 'tcp_connect',
          args: [
            {
              sock_arg: {
                family: 'AF_INET',
                type: 'SOCK_STREAM',
                protocol: 'IPPROTO_TCP',
                saddr: '10.1.2.3',
                daddr: item.address,
                sport: 41234,
                dport: item.port,
              },
            },
          ],
          action: 'KPROBE_ACTION_POST',
          policy_name: 'connections',
        },
        ...envelope,
      };
    case 'listen':
      return {
        process_kprobe: {
          process,
          parent,
          function_name: 'inet_csk_listen_start',
          args: [
            {
              sock_arg: {
                family: 'AF_INET',
                type: 'SOCK_STREAM',
                protocol: 'IPPROTO_TCP',
                saddr: item.address,
                sport: item.port,
              },
            },
          ],
          action: 'KPROBE_ACTION_POST',
          policy_name: 'listeners',
        },
        ...envelope,
      };
    case 'syscall': {
      const tool = processOf(random, fields, `/usr/bin/tool-${item.number % 12}`);
      return random() < 0.5
        ? { process_exec: { process: tool, parent }, ...envelope }
        : { process_exit: { process: tool, parent, status: 0, time: envelope.time }, ...envelope };
    }
  }
}
