/**
 * What Inspektor Gadget's advise_seccomp prints (gadgets/advise_seccomp/go/program.go): a seccomp profile that allows each
 * system call that one container has made, or a comment with the name of the container and that profile as `text`. It says
 * neither of which pod nor when: who sends it adds `k8s` and `timestamp` as other gadgets write them.
 */
import { isFields, type RawFields } from '../item-key.js';
import { presentText } from './agent-fields.js';
import { jsonObject } from './json-text.js';

/** The system calls of a container, as they are called there. */
export interface AdvisedProfile {
  /** Where the gadget names it. */
  readonly container: string | undefined;
  readonly syscalls: readonly unknown[];
}

/** Calls without a name on the node's architecture; the last is a mark of the gadget. */
const nameless = /^(?:unknown_)?syscall_[0-9a-f]+$/;

/** The profile that a message holds; undefined if it holds none. */
export function advisedProfile(message: RawFields): AdvisedProfile | undefined {
  const inText = /^\/\/ ([^\n]*)\n([^]*)$/.exec(presentText(message['text']) ?? '');
  const profile = inText === null ? message : jsonObject(inText[2] ?? '');
  if (!isFields(profile)) return undefined;
  const { defaultAction, syscalls } = profile;
  if (typeof defaultAction !== 'string' || !Array.isArray(syscalls)) return undefined;
  const allowed = syscalls
    .filter(isFields)
    .filter(({ action }) => action === 'SCMP_ACT_ALLOW')
    .flatMap(({ names }): readonly unknown[] => (Array.isArray(names) ? names : [names]));
  return {
    container: presentText(inText?.[1]),
    syscalls: allowed.filter((name) => typeof name !== 'string' || !nameless.test(name)),
  };
}
