import { getPriority, setPriority } from 'node:os';

/**
 * Lets the other processes of the machine (in a container: of the container) go first when all want the processor. Never
 * raises the priority, for which privileges are needed. A sandbox that forbids it is no reason not to work.
 */
export function lowerPriority(niceness: number): void {
  try {
    if (niceness > getPriority()) setPriority(niceness);
  } catch (error) {
    process.emitWarning(`the priority of the process could not be lowered: ${String(error)}`);
  }
}
