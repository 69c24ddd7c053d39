import { WILDCARD } from '#libs/psp';

import { CONTAINERD_DEFAULT_CAPABILITIES } from '../../effective-permissions/capability-sets.js';
import { editSecurityContext } from '../edit-pod.js';
import { badText, editPolicy, type FieldRemedy } from '../field-remedy.js';

/** Capabilities that are added: allowed by name, and then not required to be dropped; or no longer added. */
export const allowedCapabilities: FieldRemedy = {
  fields: ['allowedCapabilities'],
  broaden: (policy, refusal) => {
    const name = badText(refusal);
    if (name === undefined) return policy;
    const { allowedCapabilities: allowed = [], requiredDropCapabilities: dropped = [] } = policy.spec;
    return editPolicy(policy, {
      allowedCapabilities: [...allowed, name],
      ...(dropped.includes(name) && { requiredDropCapabilities: dropped.filter((each) => each !== name) }),
    });
  },
  reduce: (pod, refusal) => {
    const name = badText(refusal);
    return editSecurityContext(pod, refusal.container, ({ capabilities = {} }) => {
      const add = (capabilities.add ?? []).filter((each) => each !== name);
      if (add.length === (capabilities.add ?? []).length) return {};
      const { add: _, ...rest } = capabilities;
      if (add.length > 0) return { capabilities: { ...capabilities, add } };
      return { capabilities: Object.keys(rest).length > 0 ? rest : undefined };
    });
  },
};

/** Capabilities that have to be dropped: dropped, or no longer required to be. */
export const requiredDropCapabilities: FieldRemedy = {
  fields: ['requiredDropCapabilities'],
  broaden: (policy) => policy,
  reduce: (pod, { container }, { policy }) => {
    const required = policy?.spec.requiredDropCapabilities ?? [];
    return editSecurityContext(pod, container, ({ capabilities = {} }) => {
      const drop = [...new Set([...(capabilities.drop ?? []), ...required])];
      return drop.length === (capabilities.drop ?? []).length
        ? {}
        : { capabilities: { ...capabilities, drop } };
    });
  },
  relax: (policy, { evidence }) => {
    const used = new Set(
      (evidence?.observations ?? []).flatMap(({ item }) =>
        item.dimension === 'capability'
          ? [item.capability]
          : item.dimension === 'exec'
            ? (item.fileCapabilities ?? [])
            : [],
      ),
    );
    const { requiredDropCapabilities: required = [], allowedCapabilities: allowed = [] } = policy.spec;
    if (allowed.includes(WILDCARD)) return policy;
    const kept = required.filter((name) => !used.has(name));
    if (kept.length < required.length) return editPolicy(policy, { requiredDropCapabilities: kept });
    if (!required.includes('ALL')) return policy;
    // ALL can't be dropped in part: the runtime's other defaults are named instead.
    return editPolicy(policy, {
      requiredDropCapabilities: [...new Set([...kept, ...CONTAINERD_DEFAULT_CAPABILITIES])].filter(
        (name) => name !== 'ALL' && !used.has(name),
      ),
    });
  },
};
