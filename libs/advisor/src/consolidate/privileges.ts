import {
  type IdStrategyOptions,
  MAX_ID,
  type PodSecurityPolicy,
  type PodSecurityPolicySpec,
  APPARMOR_ALLOWED_PROFILES_ANNOTATION,
  SECCOMP_ALLOWED_PROFILES_ANNOTATION,
  WILDCARD,
} from '#libs/psp';

/** A permission that a policy gives, by a stable name such as `capability NET_ADMIN`, and what it counts. */
export type Privileges = ReadonlyMap<string, number>;

/** What the kernel's documentation and practice hold to be as good as root on the node, or close to it. */
const DANGEROUS_CAPABILITIES: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MKNOD',
  'NET_ADMIN',
  'PERFMON',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_TIME',
]);

/**
 * The weights of the measure. Only their proportions count: a container that is the node (100), parts of the node (20
 * to 40), ways to more power inside of the container (5 to 10), the rest (1 to 3).
 */
export const WEIGHTS = {
  privileged: 100,
  hostNamespace: 30,
  anyCapability: 90,
  dangerousCapability: 40,
  capability: 5,
  undroppedCapability: 5,
  hostPathReadWrite: 30,
  hostPathReadOnly: 10,
  hostPathVolume: 5,
  volumeType: 1,
  driver: 2,
  hostPort: 3,
  root: 10,
  anyUser: 5,
  user: 1,
  group: 1,
  writableRoot: 5,
  privilegeEscalation: 10,
  anySELinux: 3,
  unconfinedSeccomp: 8,
  anyAppArmor: 3,
  profile: 1,
  unmaskedProc: 30,
  sysctl: 2,
  runtimeClass: 1,
} as const;

/**
 * The permissions of a generated policy. `drops` are the capabilities that some policy of the comparison requires to be
 * dropped: not requiring it is a permission. Made for policies as `generatePolicy` writes them, whose lists are exact
 * and whose patterns are few; a policy that is wider has all the permissions of the narrower one.
 */
export function privilegesOf({ metadata, spec }: PodSecurityPolicy, drops: ReadonlySet<string>): Privileges {
  const privileges = new Map<string, number>();
  const give = (name: string, weight: number): void => void privileges.set(name, weight);

  if (spec.privileged === true) give('privileged', WEIGHTS.privileged);
  for (const namespace of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
    if (spec[namespace] === true) give(namespace, WEIGHTS.hostNamespace);
  }
  for (const name of spec.allowedCapabilities ?? []) give(`capability ${name}`, capabilityWeight(name));
  for (const name of drops) {
    if (spec.requiredDropCapabilities?.includes(name) !== true) {
      give(`not dropping ${name}`, WEIGHTS.undroppedCapability);
    }
  }
  for (const type of spec.volumes ?? []) {
    give(`volume ${type}`, type === 'hostPath' ? WEIGHTS.hostPathVolume : WEIGHTS.volumeType);
  }
  for (const { pathPrefix = '', readOnly } of spec.allowedHostPaths ?? []) {
    give(`read ${pathPrefix}`, WEIGHTS.hostPathReadOnly);
    if (readOnly !== true) give(`write ${pathPrefix}`, WEIGHTS.hostPathReadWrite);
  }
  for (const { driver } of spec.allowedFlexVolumes ?? []) give(`flexVolume ${driver}`, WEIGHTS.driver);
  for (const { name } of spec.allowedCSIDrivers ?? []) give(`csi ${name}`, WEIGHTS.driver);
  for (const port of numbersIn(spec.hostPorts ?? [])) give(`hostPort ${port}`, WEIGHTS.hostPort);
  giveUsers(spec, give);
  for (const field of ['runAsGroup', 'supplementalGroups', 'fsGroup'] as const)
    giveGroups(field, spec[field], give);
  if (spec.readOnlyRootFilesystem !== true) give('writable root', WEIGHTS.writableRoot);
  if (spec.allowPrivilegeEscalation !== false) give('privilege escalation', WEIGHTS.privilegeEscalation);
  const label = spec.seLinux?.rule === 'MustRunAs' ? JSON.stringify(spec.seLinux.seLinuxOptions) : undefined;
  give(
    label === undefined ? 'seLinux *' : `seLinux ${label}`,
    label === undefined ? WEIGHTS.anySELinux : WEIGHTS.profile,
  );
  for (const type of spec.allowedProcMountTypes ?? [])
    if (type === 'Unmasked') give('unmasked /proc', WEIGHTS.unmaskedProc);
  for (const name of spec.allowedUnsafeSysctls ?? []) give(`sysctl ${name}`, WEIGHTS.sysctl);
  for (const name of spec.runtimeClass?.allowedRuntimeClassNames ?? [])
    give(`runtimeClass ${name}`, WEIGHTS.runtimeClass);
  giveProfiles(metadata.annotations ?? {}, give);
  return privileges;
}

/** What all of it counts. */
export function weightOf(privileges: Privileges): number {
  let sum = 0;
  for (const weight of privileges.values()) sum += weight;
  return sum;
}

type Give = (name: string, weight: number) => void;

function capabilityWeight(name: string): number {
  if (name === WILDCARD) return WEIGHTS.anyCapability;
  return DANGEROUS_CAPABILITIES.has(name) ? WEIGHTS.dangerousCapability : WEIGHTS.capability;
}

function giveUsers({ runAsUser }: PodSecurityPolicySpec, give: Give): void {
  if (runAsUser?.rule !== 'MustRunAs') {
    give('any user', WEIGHTS.anyUser);
    if (runAsUser?.rule !== 'MustRunAsNonRoot') give('user 0', WEIGHTS.root);
    return;
  }
  for (const user of numbersIn(runAsUser.ranges ?? [])) {
    give(`user ${user}`, user === 0 ? WEIGHTS.root : WEIGHTS.user);
  }
}

function giveGroups(field: string, strategy: IdStrategyOptions | undefined, give: Give): void {
  if (strategy?.rule === 'RunAsAny') give(`${field} *`, WEIGHTS.anyUser);
  else {
    for (const group of numbersIn(strategy?.ranges ?? []))
      if (group <= MAX_ID) give(`${field} ${group}`, WEIGHTS.group);
    if (strategy?.rule === 'MayRunAs') give(`${field} unset`, WEIGHTS.group);
  }
}

function giveProfiles(annotations: Readonly<Record<string, string>>, give: Give): void {
  const seccomp = annotations[SECCOMP_ALLOWED_PROFILES_ANNOTATION]?.split(',') ?? [''];
  for (const profile of seccomp) {
    const open = profile === '' || profile === WILDCARD || profile === 'unconfined';
    give(
      open ? 'seccomp unconfined' : `seccomp ${profile}`,
      open ? WEIGHTS.unconfinedSeccomp : WEIGHTS.profile,
    );
    if (profile === WILDCARD) give('seccomp *', WEIGHTS.profile);
  }
  const appArmor = annotations[APPARMOR_ALLOWED_PROFILES_ANNOTATION]?.split(',');
  if (appArmor === undefined) give('appArmor *', WEIGHTS.anyAppArmor);
  for (const profile of appArmor ?? []) give(`appArmor ${profile}`, WEIGHTS.profile);
}

/** More numbers than this in one range are told apart no further: such a range is no least value. */
const MOST_NUMBERS = 1024;

function* numbersIn(ranges: readonly { readonly min: number; readonly max: number }[]): Generator<number> {
  for (const { min, max } of ranges) {
    for (let value = min; value <= max && value - min < MOST_NUMBERS; value += 1) yield value;
  }
}
