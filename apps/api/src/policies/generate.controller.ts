import { randomUUID } from 'node:crypto';
import type { GenerateResult } from '#libs/advisor';
import type { WorkloadReference } from '#libs/kubernetes';
import { ForbiddenError } from '#libs/platform';
import type { ProfileSource } from '#libs/simulations';
import { Body, Controller, HttpCode, HttpStatus, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal, Roles } from '../auth/index.js';
import { Consumes, preferredMediaType, Produces } from '../http/index.js';
import { PROFILE_SOURCE } from '../sources/index.js';
import {
  generateOptions,
  type GenerateOptions,
  generatePolicies,
  generateRequestOf,
} from './generate-request.js';
import { JSON_OR_YAML, READS } from './policies.controller.js';
import { PolicyStore } from './policy-store.js';

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });

const unsatisfiable = z.looseObject({
  workload,
  reason: z.string(),
  stage: z.enum(['admission', 'start']),
  field: z.string(),
  detail: z.string(),
});

const generated = z
  .object({
    items: z.array(
      z.object({
        workloads: z.array(workload).meta({ description: 'What the policy is for.' }),
        policy: z
          .record(z.string(), z.unknown())
          .optional()
          .meta({ description: 'Absent: none can serve them.' }),
        yaml: z.string().optional(),
        explanations: z
          .array(z.looseObject({ field: z.string(), path: z.string() }))
          .optional()
          .meta({
            description: 'Why each field has its value, and what the next stricter value would break.',
          }),
        patches: z.array(z.looseObject({ workload, manifest: z.string() })).optional(),
        unsatisfiable: z
          .array(unsatisfiable)
          .meta({ description: 'Pods that no policy can admit, or never start.' }),
        verified: z
          .looseObject({ sound: z.boolean(), minimal: z.boolean() })
          .optional()
          .meta({ description: 'What the admission engine said of the policy.' }),
        saved: z.object({ id: z.uuid(), revision: z.int(), href: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'GeneratedPolicies' });
type Generated = z.infer<typeof generated>;

/** Least-privilege policies from manifests. */
@ApiTags('policies')
@Controller('api/v1/policies')
@Roles('editor', 'viewer')
export class GenerateController {
  constructor(
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(PROFILE_SOURCE) private readonly profiles: ProfileSource,
  ) {}

  @Post('generate')
  @HttpCode(HttpStatus.OK)
  @Consumes(...READS)
  @Produces(...JSON_OR_YAML)
  @ApiOperation({
    summary: 'Generate least-privilege policies from workload manifests, each field explained',
  })
  @ApiBody({
    schema: {
      type: 'object',
      description:
        'Manifests as YAML, with the options in the query; or JSON: a manifest, or `manifests` (text or a list) with the options beside it.',
    },
  })
  @ApiOkResponse({ standardSchema: generated })
  @ApiResponse({ status: 409, description: 'To be saved, but there is another policy of that name.' })
  async generate(
    @Body() body: unknown,
    @Query({ schema: generateOptions }) query: GenerateOptions,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Generated | string> {
    const asked = generateRequestOf(body, query);
    if (asked.options.save && principal.role === 'viewer') {
      throw new ForbiddenError('Viewers may generate policies, but not save them.');
    }
    const workloads = asked.shapes.map((shape) => shape.workload);
    const profiles =
      asked.options.basis === 'runtime' ? await this.profiles.profilesOf(workloads, asked.window) : new Map();
    const items: Generated['items'] = [];
    for (const each of generatePolicies(asked, profiles)) {
      const saved = asked.options.save ? await this.save(each.result, principal) : undefined;
      items.push({ ...viewOf(each.workloads, each.result), ...(saved === undefined ? {} : { saved }) });
    }
    reply.header('vary', 'accept');
    if (preferredMediaType(request.headers.accept, JSON_OR_YAML) === 'application/json') return { items };
    reply.type('application/yaml; charset=utf-8');
    return items.flatMap(({ yaml }) => yaml ?? []).join('---\n');
  }

  // Generating the same again is no conflict; what somebody else wrote under that name is left alone.
  private async save(result: GenerateResult, principal: Principal) {
    if (result.policy === undefined) return undefined;
    const document = z.record(z.string(), z.unknown()).parse(result.policy);
    const name = result.policy.metadata.name ?? '';
    const existing = await this.policies.byName(name);
    const stored =
      existing !== undefined && JSON.stringify(existing.document) === JSON.stringify(document)
        ? existing
        : await this.policies.add(
            { id: randomUUID(), name, by: principal.name, at: new Date() },
            { document, origin: 'generated', explanations: result.explanations },
          );
    return { id: stored.id, revision: stored.revision, href: `/api/v1/policies/${stored.id}` };
  }
}

function viewOf(workloads: readonly WorkloadReference[], result: GenerateResult): Generated['items'][number] {
  const found = {
    workloads: [...workloads],
    unsatisfiable: result.unsatisfiable.map((each) => ({ ...each })),
  };
  if (result.policy === undefined) return found;
  return {
    ...found,
    policy: z.record(z.string(), z.unknown()).parse(result.policy),
    yaml: result.yaml,
    explanations: result.explanations.map((each) => ({ ...each })),
    ...(result.patches === undefined ? {} : { patches: result.patches.map((each) => ({ ...each })) }),
    verified: { ...result.verified },
  };
}
