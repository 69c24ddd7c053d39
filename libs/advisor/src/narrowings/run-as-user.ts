import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Finding } from '../finding.js';
import {
  findingOf,
  inUse,
  listOf,
  type NarrowingContext,
  type NarrowingRule,
  notInUse,
  sources,
} from './rule.js';
import { imageUser, startUids } from './user-of-image.js';

const FIELD = { field: 'runAsUser', at: 'securityContext.runAsUser' } as const;

/**
 * Another uid than before: `runAsUser` MustRunAs fills in its first where pod and container set none.
 *
 * Reads: capability (uses as uid 0), identity (first process), listen (ports below ip_unprivileged_port_start), the
 * image's USER. Semantics: capabilities(7): a process that is not root has no effective capability, also of those that
 * the spec adds (Kubernetes sets no ambient ones). ip_unprivileged_port_start is 0 with Docker ≥ 20.10 and
 * containerd ≥ 2.0, else 1024, and the node's own on its network.
 */
export const runAsUser: NarrowingRule = {
  name: 'run-as-user',
  taken: (before, after) =>
    after.runAsUser === before.runAsUser
      ? []
      : [`the uid, which becomes ${after.runAsUser ?? "the image's"}`],
  judge: (context) => {
    const { before, after, needs } = context;
    const uid = after.runAsUser ?? uidOfImage(after);
    const old = startUids(before, needs);
    const [only] = old;
    if (old.size === 1 && uid !== undefined && only === uid) {
      const detail = `The container runs as uid ${uid} already.`;
      return [findingOf(context, { ...FIELD, outcome: 'passes', reason: 'uid-unchanged', detail })];
    }
    const from = old.size === 0 ? 'an unknown uid' : `uid ${listOf([...old].map(String))}`;
    const change: Finding = findingOf(context, {
      ...FIELD,
      outcome: 'at-risk',
      reason: old.size === 0 ? 'uid-unknown' : 'uid-changes',
      detail: `The container's user changes from ${from} to ${uid === undefined ? 'that of the image' : `uid ${uid}`}: ownership of files, its entry in /etc/passwd and the mode of mounted tokens may not fit.`,
    });
    if (uid === 0) return [change];
    return [...rootUses(context, old), ...privilegedPorts(context), change];
  },
};

/** The image's own uid, if it is known to have just one. */
function uidOfImage({ imageUsers }: EffectivePermissions): number | undefined {
  const [user, ...others] = imageUsers;
  if (user === undefined || others.length > 0) return undefined;
  const parsed = imageUser(user);
  return parsed.kind === 'uid' ? parsed.uid : undefined;
}

/** Uses of capabilities as uid 0, where the container is (or may be) root today. */
function rootUses(context: NarrowingContext, old: ReadonlySet<number>): Finding[] {
  if (old.size > 0 && !old.has(0)) return [];
  const uses = context.needs
    .of('capability')
    .filter(
      ({ item }) =>
        item.uid === 0 && item.userNamespace === 'own' && context.before.capabilities.has(item.capability),
    );
  if (uses.length === 0) {
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'root-not-used',
        nothing: 'No use of a capability as root',
        watch: [['capability']],
      }),
    ];
  }
  const names = listOf([...new Set(uses.map(({ item }) => item.capability))]);
  const detail = `The container uses ${names} as root; another user has no capability, also if the spec adds it.`;
  return [
    inUse(context, ['capability'], sources(uses), {
      outcome: 'breaks',
      ...FIELD,
      reason: 'capability-as-root-in-use',
      detail,
    }),
  ];
}

function privilegedPorts(context: NarrowingContext): Finding[] {
  const { needs, after } = context;
  // On the node's network its own setting counts, which nobody reports.
  const start = after.hostNetwork ? undefined : after.node.unprivilegedPortStart;
  const listens = needs.of('listen').filter(({ item }) => item.port > 0 && item.port < (start ?? 1024));
  if (listens.length === 0) return [];
  const ports = listOf([...new Set(listens.map(({ item }) => `${item.protocol}/${item.port}`))]);
  const detail =
    start === undefined
      ? `The container listens on ${ports}; whether another user than root may depends on net.ipv4.ip_unprivileged_port_start, which is not known.`
      : `The container listens on ${ports}, below net.ipv4.ip_unprivileged_port_start (${start}).`;
  return [
    inUse(context, ['listen'], sources(listens), {
      outcome: 'at-risk',
      ...FIELD,
      reason: 'privileged-port',
      detail,
    }),
  ];
}
