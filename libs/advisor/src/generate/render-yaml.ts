import { dump } from 'js-yaml';

/**
 * Kubernetes objects as YAML: members in the order in which they stand, no anchors, no folded lines, text quoted
 * wherever YAML 1.1, which kubectl reads, would take it for something else. Equal objects give equal bytes. Several
 * objects are separated by `---`.
 */
export function renderYaml(...objects: readonly object[]): string {
  return objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n');
}
