/** A filter on one argument of a system call, as in OCI's runtime specification. */
export interface SeccompArgument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: string;
}

/** One rule of a profile, with the conditions under which it is part of it. Lists that are absent or empty ask nothing. */
export interface SeccompRule {
  readonly names: ReadonlySet<string>;
  /** `errno`: refused with EPERM (or what the profile says); `enosys`: refused as if the kernel did not know the call. */
  readonly action: 'allow' | 'errno' | 'enosys';
  readonly args?: readonly SeccompArgument[];
  /** All of them must be in the bounding set. */
  readonly capabilities?: readonly string[];
  /** None of them may be in the bounding set. */
  readonly withoutCapabilities?: readonly string[];
  /** Go's names of architectures: `amd64`, `arm64`. */
  readonly architectures?: readonly string[];
  readonly notArchitectures?: readonly string[];
  readonly minKernel?: string;
}

/** A seccomp profile with conditions. What no rule names is refused with `defaultErrno`. */
export interface RuntimeSeccompProfile {
  readonly runtime: 'containerd' | 'docker' | 'cri-o' | 'localhost';
  /** The Go module and version that the data were taken from; for a Localhost profile its path. */
  readonly module: string;
  readonly version: string;
  readonly defaultErrno: number;
  readonly rules: readonly SeccompRule[];
}

/** Names of system calls from text, separated by white space. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
