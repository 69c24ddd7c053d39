/** An instruction of a Dockerfile: its name in capitals, and what follows, in one line. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A part of a Dockerfile that begins with FROM. */
export interface Stage {
  /** The image that it begins with. */
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads what this project's Dockerfile uses of the syntax; throws on what it does not. */
export function readDockerfile(content: string): readonly Stage[] {
  const lines = content
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, base = '', alias] = /^(\S+)(?: AS (\S+))?$/.exec(text) ?? [];
      stages.push({ base, name: alias, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined || name === '') throw new Error(`not an instruction of a stage: ${line}`);
    stage.instructions.push({ name, text });
  }
  return stages;
}

/** Whether a file is sent to the builder, by the rules of a .dockerignore: the last one that matches counts. */
export function readIgnoreFile(content: string): (path: string) => boolean {
  const rules = content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const sends = line.startsWith('!');
      const pattern = sends ? line.slice(1) : line;
      if (pattern === '*') return { sends, matches: () => true };
      const suffix = /^\*\*\/\*([\w.]+)$/.exec(pattern)?.[1];
      if (suffix !== undefined) return { sends, matches: (path: string) => path.endsWith(suffix) };
      if (/[*?[\]]/.test(pattern)) throw new Error(`${pattern}: only *, **/*suffix and plain paths are read`);
      return { sends, matches: (path: string) => path === pattern || path.startsWith(`${pattern}/`) };
    });
  return (path) => rules.findLast(({ matches }) => matches(path))?.sends ?? true;
}
