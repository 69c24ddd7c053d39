import type { ClusterFacts } from '#libs/advisor';
import type { Reach } from '#libs/persistence';
import type { InventorySource, ProfileSource } from '#libs/simulations';
import { Body, Controller, HttpCode, HttpStatus, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ChangesNothing, CurrentReach, Roles } from '../auth/index.js';
import { Computations, ManifestTexts } from '../computations/index.js';
import { INVENTORY_SOURCE, PROFILE_SOURCE } from '../sources/index.js';
import {
  compareAnswer,
  compareRequest,
  consolidateAnswer,
  consolidateRequest,
  evaluateAnswer,
  evaluateRequest,
  tightenAnswer,
  tightenRequest,
} from './analysis-schemas.js';
import { PolicyStore } from './policy-store.js';
import { decoded, type PolicySources, resolvePolicies, resolvePolicy } from './resolve-policies.js';
import { readSources } from './workload-sources.js';

/** Questions about policies that are answered at once, and change nothing. */
@ApiTags('policies')
@Controller('api/v1/policies')
@Roles('editor', 'viewer')
@ChangesNothing()
export class AnalysesController {
  /** Where policies and workloads are taken from. */
  private readonly sources: PolicySources & { readonly inventory: InventorySource };

  constructor(
    @Inject(PolicyStore) store: PolicyStore,
    @Inject(ManifestTexts) texts: ManifestTexts,
    @Inject(Computations) private readonly computations: Computations,
    @Inject(INVENTORY_SOURCE) private readonly inventory: InventorySource,
    @Inject(PROFILE_SOURCE) private readonly profiles: ProfileSource,
  ) {
    this.sources = { store, texts, inventory };
  }

  @Post('evaluate')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'What admission would answer to the pods of some workloads',
    description: 'The answer of the API server of Kubernetes 1.24 with PodSecurityPolicy, word for word.',
  })
  @ApiOkResponse({ standardSchema: evaluateAnswer })
  async evaluatePolicies(
    @Body({ schema: evaluateRequest }) body: z.infer<typeof evaluateRequest>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof evaluateAnswer>> {
    const policies = await resolvePolicies(this.sources, reach, body.policies);
    const workloads = await readSources(this.sources, reach, body);
    const clusters = new Map<string, ClusterFacts>();
    for (const name of new Set(workloads.map(({ workload }) => workload.cluster)))
      clusters.set(name, await this.inventory.clusterObjects(name));
    const items = await this.computations.run('evaluate', {
      policies: policies.map(decoded),
      pods: workloads.flatMap(({ shapes }) => shapes),
      grants: body.grants,
      clusters,
      podCreators: body.podCreators,
    });
    return parseAnswer(evaluateAnswer, { items });
  }

  @Post('compare')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Which of two policies allows more, field by field, each with a pod that shows it',
  })
  @ApiOkResponse({ standardSchema: compareAnswer })
  async comparePolicies(
    @Body({ schema: compareRequest }) body: z.infer<typeof compareRequest>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof compareAnswer>> {
    const first = await resolvePolicy(this.sources, reach, body.first, '/first');
    const second = await resolvePolicy(this.sources, reach, body.second, '/second');
    return parseAnswer(compareAnswer, await this.computations.run('compare', [first, second]));
  }

  @Post('tighten')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'What a policy allows beyond the needs of a scope, and the tightest one that keeps it working',
  })
  @ApiOkResponse({ standardSchema: tightenAnswer })
  async tightenPolicy(
    @Body({ schema: tightenRequest }) body: z.infer<typeof tightenRequest>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof tightenAnswer>> {
    const policy = await resolvePolicy(this.sources, reach, body.policy, '/policy');
    const workloads = await readSources(this.sources, reach, body);
    const references = workloads.map(({ workload }) => workload);
    const profiles =
      body.basis === 'runtime' ? await this.profiles.profilesOf(references, body.window) : undefined;
    return parseAnswer(
      tightenAnswer,
      await this.computations.run('tighten', {
        policy,
        sources: workloads.flatMap(({ shapes }) => shapes),
        ...(profiles === undefined ? {} : { profiles: [...profiles.values()] }),
      }),
    );
  }

  @Post('consolidate')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Few policies for a scope, with as little excess privilege as can be found' })
  @ApiOkResponse({ standardSchema: consolidateAnswer })
  async consolidatePolicies(
    @Body({ schema: consolidateRequest }) body: z.infer<typeof consolidateRequest>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof consolidateAnswer>> {
    const workloads = await readSources(this.sources, reach, body);
    const { maxPolicies, namePrefix, grants, style } = body;
    const { policies, ...rest } = await this.computations.run('consolidate', {
      sources: workloads.flatMap(({ shapes }) => shapes),
      maxPolicies,
      ...(namePrefix === undefined ? {} : { namePrefix }),
      grants,
      style,
    });
    return parseAnswer(consolidateAnswer, {
      ...rest,
      policies: policies.map(({ generated, ...each }) => ({
        ...each,
        policy: generated.policy,
        yaml: generated.yaml,
        verified: generated.verified,
      })),
    });
  }
}

// Answers of the engine are read-only structures; the schema of the answer is what the API promises of them.
function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  return schema.parse(answer);
}
