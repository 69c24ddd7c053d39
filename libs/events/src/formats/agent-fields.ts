/** How agents spell what they all have: absence, container ids, capabilities, the container runtime's own processes. */

/** A text that says something: agents write `"<NA>"`, null, "" and {} where they have nothing to say. */
export function presentText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '<NA>' ? value : undefined;
}

/** A number that may come as text (64-bit numbers of protobuf JSON, counters of Falco). */
export function presentNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,20}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** RFC 3339 of seconds since the epoch, to the millisecond; undefined for what is out of any range. */
export function timeOfSeconds(seconds: number): string | undefined {
  const date = new Date(Math.round(seconds * 1_000));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The digest at the end of `repository@sha256:…`, or alone. */
export function imageDigest(value: unknown): string | undefined {
  const text = presentText(value);
  return text === undefined ? undefined : /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(text)?.[1];
}

/** include/uapi/linux/capability.h, by number. */
const capabilities = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE ' +
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN ' +
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE ' +
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');
const isCapability: ReadonlySet<string> = new Set(capabilities);

/** The PSP spelling of a capability, from `CAP_X`, `X`, `cap_x` or its number; undefined for what Linux doesn't have. */
export function capabilityName(value: unknown): string | undefined {
  if (typeof value === 'number') return capabilities[value];
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,2}$/.test(value)) return capabilities[Number(value)];
  const name = value.toUpperCase().replace(/^CAP_/, '');
  return isCapability.has(name) ? name : undefined;
}

/**
 * Whether a process, by its name or path, belongs to the container runtime: what it does before it has become the
 * container's first process is no need of the application.
 */
export function isRuntimeProcess(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    (name.startsWith('runc:[') ||
      // The copy of itself that runc executes: a file in memory.
      name.startsWith('memfd:runc_cloned') ||
      name.startsWith('/memfd:runc_cloned') ||
      /(?:^|\/)(?:runc|crun|runc-init|conmon|containerd-shim(?:-runc-v[12])?)$/.test(name))
  );
}

/** Falcosidekick cuts texts of large payloads and marks the end. */
export function isTruncated(text: string): boolean {
  return text.endsWith('[...]');
}

/**
 * Where a path lies, as far as the path says: agents don't see mounts. What may be a volume counts as the root
 * filesystem, so that a write is never overlooked.
 */
export function placeOf(path: string): 'root' | 'proc' | 'sys' | 'device' {
  if (/^\/proc(\/|$)/.test(path)) return 'proc';
  if (/^\/sys(\/|$)/.test(path)) return 'sys';
  if (/^\/dev\/(?!shm(\/|$))/.test(path)) return 'device';
  return 'root';
}

/** The class of an address that something connects to: only what lies outside of private ranges is surely external. */
export function peerOf(address: string): 'loopback' | 'cluster' | 'external' {
  const plain = address.replace(/^::ffff:/, '');
  if (plain.startsWith('127.') || plain === '::1') return 'loopback';
  const inside =
    /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe80:)/;
  return inside.test(plain) ? 'cluster' : 'external';
}
