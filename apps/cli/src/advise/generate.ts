import {
  byProductsOf,
  generateBundle,
  type GenerateInput,
  generatePolicy,
  renderYaml,
  type UnsatisfiableSource,
} from '#libs/advisor';

import { InputError, oneOf, type Values } from './arguments.js';
import { type Manifests, readManifests, readProfiles } from './read-input.js';
import type { Answer } from './answer.js';

/** `advise -- generate`: a policy for all workloads, or a bundle of policies and grants. */
export function generate(values: Values): Answer {
  const manifests = readManifests(values.filename);
  const answer = generatePolicies(values, manifests);
  if (values['by-products'] !== true) return answer;
  const profiles = readProfiles(values.profiles);
  if (profiles.length === 0) throw new InputError(['--by-products needs --profiles']);
  return {
    result: { generated: answer.result, byProducts: byProductsOf(manifests.shapes, profiles) },
    notes: answer.notes,
    exitCode: answer.exitCode,
  };
}

function generatePolicies(values: Values, manifests: Manifests): Answer {
  const per = oneOf('per', values.per, ['workload', 'service-account', 'namespace', 'all'], 'workload');
  const grants = oneOf('grants', values.grants, ['role', 'cluster-role', 'none'], 'role');
  const options = optionsOf(values, manifests);
  return inputErrors(() => {
    if (per === 'all') {
      const result = generatePolicy({ ...options, ...(values.name !== undefined && { name: values.name }) });
      const { unsatisfiable } = result;
      return {
        result,
        yaml: result.policy === undefined ? '' : result.yaml,
        notes: notesOf(unsatisfiable, manifests),
        exitCode: result.policy === undefined ? 1 : 0,
      };
    }
    const bundle = generateBundle({
      ...options,
      per,
      ...(grants !== 'none' && { grants }),
      ...(values.name !== undefined && { namePrefix: values.name }),
    });
    const policies = bundle.policies.map(({ generated }) => generated.policy);
    const shared = bundle.sharedServiceAccounts.map(
      ({ namespace, serviceAccount, policies: names }) =>
        `service account ${namespace}/${serviceAccount} may use ${names.join(', ')}: each of its pods comes in under whichever admits it`,
    );
    return {
      result: bundle,
      yaml: grants === 'none' ? renderYaml(...policies) : bundle.yaml,
      notes: [...notesOf(bundle.unsatisfiable, manifests), ...shared],
      exitCode: policies.length === 0 ? 1 : 0,
    };
  });
}

function optionsOf(values: Values, manifests: Manifests): Omit<GenerateInput, 'name'> {
  const profiles = readProfiles(values.profiles);
  const mutations = oneOf('mutations', values.mutations, ['forbid', 'allow-with-evidence'], 'forbid');
  if (mutations === 'allow-with-evidence' && profiles.length === 0) {
    throw new InputError(['--mutations allow-with-evidence needs --profiles']);
  }
  const version = values['kubernetes-version'];
  return {
    sources: manifests.shapes,
    basis: profiles.length > 0 ? 'runtime' : 'spec',
    mutations,
    profiles,
    style: oneOf('style', values.style, ['minimal', 'readable'], 'minimal'),
    ...(version !== undefined && { kubernetesVersion: version }),
    ...(manifests.serviceAccounts !== undefined && { serviceAccounts: manifests.serviceAccounts }),
  };
}

/** What a caller got wrong that the library finds out is bad input too. */
export function inputErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new InputError([error.message]);
    throw error;
  }
}

/** What people should know beside the result. */
export function notesOf(unsatisfiable: readonly UnsatisfiableSource[], { ignored }: Manifests): string[] {
  return [
    ...(ignored.length > 0 ? [`left out, as they hold no pods: ${ignored.join(', ')}`] : []),
    ...unsatisfiable.map(({ workload: { kind, namespace, name }, stage, detail }) =>
      stage === 'start'
        ? `${kind} ${namespace}/${name} never starts: ${detail}`
        : `${kind} ${namespace}/${name} can't be served by any policy: ${detail}`,
    ),
  ];
}
