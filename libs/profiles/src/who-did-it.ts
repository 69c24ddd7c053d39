import type { ObservedItem } from '#libs/events';

/** What is known of who may have done something in a container. */
export interface Doers {
  /** It was seen only while somebody was inside by `kubectl exec` (onlyInSessions). */
  readonly onlyInSessions: boolean;
  /**
   * The programs that probes and hooks of the container execute, as its manifest calls them; undefined: no manifest is known.
   */
  readonly handlers: readonly string[] | undefined;
  /** Whether the container has a terminal of its own; undefined: its spec is not known. */
  readonly terminal: boolean | undefined;
}

/**
 * The same item, with the origin that is known of it beside what the agent says. What was put into the container (`entered`)
 * was a session if its manifest has no probe or hook that executes anything; a probe if it is the program of one; a session
 * if it was seen only then. Otherwise it stays open, and is a need: a policy that breaks a probe breaks the application. What a
 * probe's program does, as opposed to its being executed, can not be told from what a session does.
 *
 * What had a terminal (`terminal`) was a session unless the container has one of its own; then it is the container's, but for
 * what was seen only in sessions. It stays open, and is a need, where the container's spec is not known.
 */
export function withDoer(item: ObservedItem, { onlyInSessions, handlers, terminal }: Doers): ObservedItem {
  if (item.origin === 'container') return onlyInSessions ? { ...item, origin: 'interactive' } : item;
  if (item.origin === 'terminal') {
    if (onlyInSessions || terminal === false) return { ...item, origin: 'interactive' };
    return terminal === true ? { ...item, origin: 'container' } : item;
  }
  if (item.origin !== 'entered') return item;
  if (handlers?.length === 0) return { ...item, origin: 'interactive' };
  const isHandler = item.dimension === 'exec' && handlers?.some((handler) => isProgram(item.path, handler));
  if (isHandler === true) return { ...item, origin: 'probe' };
  return onlyInSessions ? { ...item, origin: 'interactive' } : item;
}

/** Whether an executed path is that of a program: names without a directory are looked for in PATH. */
function isProgram(path: string, program: string): boolean {
  return program.startsWith('/') ? path === program : path.endsWith(`/${program}`);
}
