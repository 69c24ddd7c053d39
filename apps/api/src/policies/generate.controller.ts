import { randomUUID } from 'node:crypto';
import type { Bundle } from '#libs/advisor';
import { Reach } from '#libs/persistence';
import { ForbiddenError } from '#libs/platform';
import type { ProfileSource } from '#libs/simulations';
import { Body, Controller, HttpCode, HttpStatus, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  ChangesNothing,
  CurrentPrincipal,
  CurrentReach,
  projectQuery,
  type Principal,
  Roles,
} from '../auth/index.js';
import { Computations, ManifestTexts } from '../computations/index.js';
import { Consumes, preferredMediaType, Produces } from '../http/index.js';
import { PROFILE_SOURCE } from '../sources/index.js';
import { bundleInputOf, generateOptions, generateRequestOf } from './generate-request.js';
import { type Generated, generated, generatedView } from './generate-view.js';
import { JSON_OR_YAML, READS } from './policies.controller.js';
import { contentOf } from './policy-generator.js';
import { PolicyStore } from './policy-store.js';

const generateQuery = generateOptions.extend(projectQuery.shape);

/** Least-privilege policies from manifests. */
@ApiTags('policies')
@Controller('api/v1/policies')
@Roles('editor', 'viewer')
@ChangesNothing()
export class GenerateController {
  constructor(
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(Computations) private readonly computations: Computations,
    @Inject(ManifestTexts) private readonly texts: ManifestTexts,
    @Inject(PROFILE_SOURCE) private readonly profiles: ProfileSource,
  ) {}

  @Post('generate')
  @HttpCode(HttpStatus.OK)
  @Consumes(...READS)
  @Produces(...JSON_OR_YAML)
  @ApiOperation({
    summary: 'Generate least-privilege policies from workload manifests, each field explained',
    description: 'As YAML the answer is what `kubectl apply` takes: the policies, then the grants for them.',
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
  async generatePolicies(
    @Body() body: unknown,
    @Query({ schema: generateQuery }) query: z.infer<typeof generateQuery>,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Generated | string> {
    const asked = await generateRequestOf(this.texts, reach, body, query);
    const { save, basis, byProducts } = asked.options;
    const writes = Reach.of(reach.bindings, ['admin', 'editor']);
    if (save && writes.isNothing) {
      throw new ForbiddenError('Viewers may generate policies, but not save them.');
    }
    const workloads = asked.shapes.map((shape) => shape.workload);
    const profiles =
      basis === 'runtime' || byProducts
        ? [...(await this.profiles.profilesOf(workloads, asked.window)).values()]
        : [];
    const bundle = await this.computations.run(
      'generate',
      bundleInputOf(asked, basis === 'runtime' ? profiles : []),
    );
    const saved = save ? await this.save(bundle, writes, principal) : new Map<string, string>();
    reply.header('vary', 'accept');
    if (preferredMediaType(request.headers.accept, JSON_OR_YAML) === 'application/json') {
      const beside = byProducts
        ? await this.computations.run('byProducts', [asked.shapes, profiles])
        : undefined;
      return generatedView(bundle, saved, beside);
    }
    reply.type('application/yaml; charset=utf-8');
    return bundle.yaml;
  }

  /** Stores the policies, all or none, and returns their ids by name. */
  private async save(
    { policies }: Bundle,
    reach: Reach,
    principal: Principal,
  ): Promise<ReadonlyMap<string, string>> {
    const contents = policies.map((each) => ({
      id: randomUUID(),
      name: each.name,
      content: contentOf(each),
    }));
    return this.policies.addGenerated(reach, contents, { by: principal.name, at: new Date() });
  }
}
