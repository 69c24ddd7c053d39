import { podCreators } from '#libs/inventory';
import { evidenceWindow, grants } from '#libs/simulations';
import { z } from 'zod';
import { policyInput } from './resolve-policies.js';
import { workloadSources } from './workload-sources.js';

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });
const document = z.record(z.string(), z.unknown());
const fieldError = z.object({ field: z.string(), type: z.string(), detail: z.string() });
/** A field error as the engine reports it. */
const engineError = z.looseObject({ field: z.string(), type: z.string() });
const verification = z.looseObject({ sound: z.boolean(), minimal: z.boolean() });

export const evaluateRequest = workloadSources
  .extend({
    policies: z.array(policyInput).min(1).max(100),
    grants: grants.default('all'),
    podCreators: podCreators.optional(),
  })
  .strict()
  .meta({ id: 'EvaluateRequest' });

export const evaluateAnswer = z
  .object({
    items: z.array(
      z.object({
        workload,
        origin: z.enum(['template', 'live']),
        templatePath: z.string(),
        allowed: z.boolean(),
        stage: z.enum(['admit', 'podValidation', 'validate']).optional(),
        policy: z.string().optional().meta({ description: 'The policy that mutating admission chose.' }),
        mutated: z.boolean(),
        message: z.string().meta({ description: 'The text of the refusal, as the API server words it.' }),
        policies: z.array(
          z.object({
            name: z.string(),
            fits: z.boolean(),
            mutates: z.boolean(),
            authorized: z.boolean(),
            unusable: z.string().optional(),
            errors: z.array(fieldError),
            patch: z
              .array(document)
              .meta({ description: 'What its defaults change in the pod: a JSON Patch.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Evaluation' });

const order = z.enum(['narrower', 'equal', 'wider', 'incomparable']);
const witness = z.object({
  admittedBy: z.enum(['first', 'second']),
  pod: document,
  otherwise: z.enum(['refused', 'changed']),
  errors: z.array(engineError),
});

export const compareRequest = z
  .strictObject({ first: policyInput, second: policyInput })
  .meta({ id: 'CompareRequest' });

export const compareAnswer = z
  .object({
    order: order.meta({ description: 'The first policy, seen from the second.' }),
    fields: z.array(z.object({ field: z.string(), order, witnesses: z.array(witness) })),
    admitNothing: z.array(z.enum(['first', 'second'])),
  })
  .meta({ id: 'Comparison' });

export const tightenRequest = workloadSources
  .extend({
    policy: policyInput,
    basis: z.enum(['spec', 'runtime']).default('spec'),
    window: evidenceWindow.optional(),
  })
  .strict()
  .meta({ id: 'TightenRequest' });

export const tightenAnswer = z
  .object({
    policy: document,
    yaml: z.string(),
    excess: z.array(
      z.looseObject({
        field: z.string(),
        witness,
        basis: z.enum(['spec', 'runtime']),
        reasons: z.array(document),
      }),
    ),
    comparison: compareAnswer,
    refused: z.array(z.object({ workload, templatePath: z.string(), errors: z.array(engineError) })),
    verified: verification,
  })
  .meta({ id: 'Tightening' });

export const consolidateRequest = workloadSources
  .extend({
    maxPolicies: z.int().min(1).max(100),
    namePrefix: z.string().max(200).optional(),
    grants: z.enum(['role', 'cluster-role']).default('role'),
    style: z.enum(['minimal', 'readable']).default('minimal'),
  })
  .strict()
  .meta({ id: 'ConsolidateRequest' });

export const consolidateAnswer = z
  .object({
    policies: z.array(
      z.object({
        name: z.string(),
        policy: document,
        yaml: z.string(),
        verified: verification,
        workloads: z.array(z.object({ workload, excess: z.number(), excessPrivileges: z.array(z.string()) })),
        users: z.array(z.object({ namespace: z.string(), serviceAccount: z.string() })),
        grants: z.array(document),
      }),
    ),
    excess: z
      .number()
      .meta({ description: 'The weights of all privileges beyond what each workload needs.' }),
    unsatisfiable: z.array(z.looseObject({ workload, reason: z.string(), detail: z.string() })),
    rollout: z.object({ steps: z.array(z.looseObject({})), rollback: z.array(z.looseObject({})) }),
    yaml: z.string(),
  })
  .meta({ id: 'Consolidation' });
