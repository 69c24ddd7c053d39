/** Whether lists and objects stand in one another more than `levels` deep. Not recursive: depth is no matter of the stack. */
export function nestsDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      for (const child of Object.values(each)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
      if (depth >= levels) return true;
    }
    if (next.length === 0) return false;
    level = next;
  }
}
