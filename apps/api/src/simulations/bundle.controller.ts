import { clusterName } from '#libs/events';
import { InvalidError, NotFoundError } from '#libs/platform';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { preferredMediaType, Produces } from '../http/index.js';
import { JSON_OR_YAML } from '../policies/index.js';
import { bundleViewOf, bundleYaml, type SimulationBundle, simulationBundle } from './bundle-view.js';
import { simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const bundleQuery = z.object({
  cluster: clusterName
    .optional()
    .meta({ description: 'Only what is for this cluster; needed for YAML where there are several.' }),
});

/** What is to be applied of a simulation that generated policies. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class BundleController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Get(':id/bundle')
  @Produces(...JSON_OR_YAML)
  @ApiOperation({
    summary: 'Read what to apply of a simulation that generated policies: policies, grants, order, way back',
    description:
      'The policies as the simulation has them now. As YAML the answer is what `kubectl apply` takes: the policies of one cluster, then the grants for them.',
  })
  @ApiOkResponse({ standardSchema: simulationBundle })
  @ApiResponse({ status: 404, description: 'Nothing was generated with it, or not for that cluster.' })
  async bundle(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: bundleQuery }) { cluster }: z.infer<typeof bundleQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SimulationBundle | string> {
    const proposals = await this.simulations.proposals(id);
    const asked = cluster === undefined ? proposals : proposals.filter((each) => each.cluster === cluster);
    if (asked.length === 0) {
      const where = cluster === undefined ? '' : ` for cluster ${cluster}`;
      throw new NotFoundError(`No policies were generated${where} with simulation ${id}.`);
    }
    reply.header('vary', 'accept');
    const view = bundleViewOf(asked);
    if (preferredMediaType(request.headers.accept, JSON_OR_YAML) === 'application/json') return view;
    const [only, ...others] = view.clusters;
    if (only === undefined || others.length > 0) {
      const names = view.clusters.map((each) => each.cluster).join(', ');
      throw new InvalidError('What is for several clusters is not applied to one.', {
        mistakes: [{ parameter: 'cluster', detail: `must be one of ${names}` }],
      });
    }
    reply.type('application/yaml; charset=utf-8');
    return bundleYaml(only);
  }
}
