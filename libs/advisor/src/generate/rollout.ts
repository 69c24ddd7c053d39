import type { WorkloadReference } from '#libs/kubernetes';
import type { PodSecurityPolicy } from '#libs/psp';

import { type GrantObject, objectArguments, workloadText } from './grants.js';
import { renderYaml } from './render-yaml.js';

/** One step of a rollout or of a way back. */
export interface RolloutStep {
  readonly title: string;
  /** Why here, and what to look at before the next step. */
  readonly detail: string;
  /** Objects to apply, YAML. */
  readonly manifest?: string;
  readonly commands?: readonly string[];
}

export interface Rollout {
  /** In this order. */
  readonly steps: readonly RolloutStep[];
  /** How to get back, from any step on. */
  readonly rollback: readonly RolloutStep[];
}

export interface RolloutInput {
  readonly policies: readonly PodSecurityPolicy[];
  readonly grants: readonly GrantObject[];
  /** Workloads of the scope that no policy of the bundle admits. */
  readonly without: readonly WorkloadReference[];
}

/**
 * In which order to put policies into force. A policy does nothing before the admission plugin is on, and a pod needs a
 * policy that it may use from the moment on when it is: so policies come first, then grants, then the plugin. Running
 * pods are never touched; the test is the next pod creation, hence the restart of one workload after another.
 */
export function rolloutOf({ policies, grants, without }: RolloutInput): Rollout {
  const names = policies.map(({ metadata }) => `podsecuritypolicy/${metadata.name ?? ''}`);
  const uncovered: RolloutStep[] =
    without.length === 0
      ? []
      : [
          {
            title: 'Settle the workloads that have no policy',
            detail: `Once the admission plugin is on, no pod of these is created any more: ${without.map(workloadText).join(', ')}.`,
          },
        ];
  return {
    steps: [
      ...uncovered,
      {
        title: 'Create the policies',
        detail:
          'Without the admission plugin they have no effect; with it, none before someone may use them.',
        manifest: renderYaml(...policies),
      },
      {
        title: 'Grant their use to the service accounts',
        detail:
          'From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.',
        ...(grants.length > 0 && { manifest: renderYaml(...grants) }),
      },
      {
        title: 'Turn the admission plugin on',
        detail:
          'If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.',
        commands: ['kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy'],
      },
      {
        title: 'Create new pods, one workload after another',
        detail:
          'Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.',
        commands: [
          'kubectl get events -A --field-selector reason=FailedCreate',
          `kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'`,
        ],
      },
      {
        title: 'Take away the wider grants',
        detail:
          'Bindings to policies that allow more, group bindings such as system:authenticated among them.',
      },
    ],
    rollback: [
      {
        title: 'Let pods in again at once',
        detail: 'Bind the policy that was in force before, or a wide one, to the service accounts concerned.',
      },
      {
        title: 'Take away the grants',
        detail: 'Pods that run stay; new ones need another policy.',
        ...(grants.length > 0 && {
          commands: grants.toReversed().map((each) => `kubectl delete ${objectArguments(each)}`),
        }),
      },
      {
        title: 'Delete the policies',
        detail:
          'After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.',
        ...(names.length > 0 && { commands: [`kubectl delete ${names.join(' ')}`] }),
      },
    ],
  };
}
