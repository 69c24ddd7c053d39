/** What bounds the paths of one kind. */
export interface PathBounds {
  /** Paths kept apart at most, over all directories. */
  readonly paths: number;
  /** Names kept apart in one directory. */
  readonly namesPerDirectory: number;
  /** The same for these directories and all below them. */
  readonly namesBelow: Readonly<Record<string, number>>;
}

interface Node {
  /** Undefined: none. */
  children: Map<string, Node> | undefined;
  /** Everything below is one. */
  collapsed: boolean;
  /** A path ends here. */
  terminal: boolean;
  /** How much the node counts in its parent: the paths at and below it, or its limit once collapsed. */
  weight: number;
}

const leastBelowDirectory = 64;
/** A path that stands for a whole directory. */
const endsCollapsed = /(?:^|\/)\*\/?$/;

/**
 * Paths of which those of a crowded directory become one, `<directory>/*`. What a path becomes depends on the set of all
 * paths added, never on their order, and adding the results of several tries to another gives what adding all paths
 * would have given:
 *
 * - A directory collapses if it has more names than `namesPerDirectory`, or if the weights of its children are more
 *   than its limit. The limit is `paths` at the root and halves with each level.
 * - A path weighs 1, a collapsed directory as much as its limit, whatever is below it. So weights only ever grow, what is
 *   collapsed stays so, and nothing below it needs to be remembered.
 * - All limits may be halved (`tighten`). That leaves of any weight half at least: what was collapsed would be collapsed by
 *   the halved limits too, so the outcome is the same whenever they were halved.
 */
export class PathTrie {
  readonly #root = emptyNode();
  /** All paths, as long as they are so few that no directory can be crowded: most containers' are, and need no nodes. */
  #few: string[] | undefined = [];
  readonly #leastNames: number;
  #fewest: number;
  /** How often all limits are halved. */
  #level = 0;

  /** `slack`: how many times larger the limits of the root are, and of no other directory. */
  constructor(
    private readonly bounds: PathBounds,
    private readonly slack = 1,
  ) {
    this.#leastNames = Math.min(bounds.namesPerDirectory, ...Object.values(bounds.namesBelow));
    this.#fewest = Math.min(this.#leastNames, leastBelowDirectory);
  }

  /** Adds a path, and returns what it is now: itself, or the topmost collapsed directory that it is in. */
  add(path: string): string {
    const few = this.#few;
    if (few === undefined) return this.#insert(path);
    if (few.includes(path)) return path;
    if (few.length < this.#fewest && !endsCollapsed.test(path)) {
      few.push(path);
      return path;
    }
    this.#few = undefined;
    for (const each of few) this.#insert(each);
    return this.#insert(path);
  }

  /** What all paths weigh together: no fewer are kept apart. */
  get weight(): number {
    return this.#few?.length ?? this.#root.weight;
  }

  /** Halves all limits so often. */
  tighten(level: number): void {
    this.#level = level;
    this.#fewest = Math.min(this.#leastNames, this.#limitAt(0), leastBelowDirectory / 2 ** level);
    const few = this.#few;
    if (few === undefined) this.#weighAll(this.#root, []);
    else if (few.length > this.#fewest) {
      this.#few = undefined;
      for (const each of few) this.#insert(each);
    }
  }

  /** Whether the paths are more than the limits of the root without slack allow. */
  get isOver(): boolean {
    if (this.#few !== undefined) return false;
    const root = this.#root.collapsed ? this.#root : this.#root.children?.get('');
    if (root === undefined) return this.#root.weight > this.bounds.paths;
    const names = root.children?.size ?? 0;
    return root.collapsed || names > this.bounds.namesPerDirectory || this.#root.weight > this.bounds.paths;
  }

  #insert(path: string): string {
    const segments = segmentsOf(path);
    const nodes: Node[] = [this.#root];
    let node = this.#root;
    for (const [depth, segment] of segments.entries()) {
      if (node.collapsed) return collapsedPath(segments, depth);
      if (segment === '*' && depth === segments.length - 1) {
        collapse(node);
        break;
      }
      node.children ??= new Map();
      let child = node.children.get(segment);
      if (child === undefined) node.children.set(segment, (child = emptyNode()));
      nodes.push(child);
      node = child;
    }
    if (!node.collapsed) node.terminal = true;
    this.#weigh(nodes, segments);
    const top = nodes.findIndex(({ collapsed }) => collapsed);
    return top === -1 ? path : collapsedPath(segments, top);
  }

  /** Weighs the nodes of a path anew, from its end to the root, and collapses those over their limit. */
  #weigh(nodes: readonly Node[], segments: readonly string[]): void {
    for (let depth = nodes.length - 1; depth >= 0; depth -= 1) {
      const node = nodes[depth];
      if (node !== undefined) this.#weighNode(node, segments, depth);
    }
  }

  #weighAll(node: Node, segments: readonly string[]): void {
    for (const [name, child] of node.children ?? []) this.#weighAll(child, [...segments, name]);
    this.#weighNode(node, segments, segments.length);
  }

  #weighNode(node: Node, segments: readonly string[], depth: number): void {
    const limit = this.#limitAt(depth);
    if (!node.collapsed) {
      let weight = Number(node.terminal);
      for (const child of node.children?.values() ?? []) weight += child.weight;
      const names = node.children?.size ?? 0;
      // Most directories have fewer names than the least of the limits: no need to look which is theirs.
      if ((names > this.#leastNames && names > this.#namesAt(segments, depth)) || weight > limit)
        collapse(node);
      else node.weight = weight;
    }
    if (node.collapsed) node.weight = limit;
  }

  // An absolute path has an empty first segment: the root directory is at depth 1.
  #limitAt(depth: number): number {
    const halvings = Math.max(0, depth - 1);
    const limit = Math.max(leastBelowDirectory, this.bounds.paths / 2 ** halvings) / 2 ** this.#level;
    return halvings === 0 ? limit * this.slack : limit;
  }

  #namesAt(segments: readonly string[], depth: number): number {
    if (depth <= 1) return this.bounds.namesPerDirectory * this.slack;
    const path = segments.slice(0, depth).join('/');
    for (const [directory, names] of Object.entries(this.bounds.namesBelow)) {
      if (path === directory || path.startsWith(`${directory}/`)) return names;
    }
    return this.bounds.namesPerDirectory;
  }
}

/** The most that all paths may weigh together. */
export function mostWeight({ paths }: PathBounds): number {
  return Math.max(leastBelowDirectory, paths);
}

function emptyNode(): Node {
  return { children: undefined, collapsed: false, terminal: false, weight: 0 };
}

function collapse(node: Node): void {
  node.collapsed = true;
  node.children = undefined;
}

function segmentsOf(path: string): readonly string[] {
  return (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
}

function collapsedPath(segments: readonly string[], depth: number): string {
  return [...segments.slice(0, depth), '*'].join('/');
}

/**
 * Numbers below /proc (processes, threads, file descriptors) say nothing about a workload: `/proc/17/status` becomes
 * `/proc/<n>/status`. Depends on the one path alone.
 */
export function withoutProcessNumbers(path: string): string {
  return path.startsWith('/proc/') ? path.replaceAll(/\/\d+(?=\/|$)/g, '/<n>') : path;
}

/** Whether a path stands for many. */
export function isCollapsedPath(path: string): boolean {
  return path.endsWith('/*') || path === '*' || (path.startsWith('/proc/') && path.includes('/<n>'));
}
