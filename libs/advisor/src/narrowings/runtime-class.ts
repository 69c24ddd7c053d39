import { findingOf, type NarrowingRule } from './rule.js';

const FIELD = { field: 'runtimeClass', at: 'spec.runtimeClassName' } as const;

/**
 * Another runtime class than before: other isolation, other defaults, perhaps other nodes.
 *
 * Reads: nothing: what another runtime refuses can't be told from observations under this one.
 */
export const runtimeClass: NarrowingRule = {
  name: 'runtime-class',
  taken: (before, after) =>
    before.runtimeClassName === after.runtimeClassName
      ? []
      : [`the runtime class, which becomes ${after.runtimeClassName ?? "the node's default"}`],
  judge: (context) => {
    const detail = `The runtime class becomes ${context.after.runtimeClassName ?? "the node's default"}: system calls, devices and scheduling may differ.`;
    return [findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'runtime-class-changes', detail })];
  },
};
