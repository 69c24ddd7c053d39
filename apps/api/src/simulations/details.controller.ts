import { verdict } from '#libs/advisor';
import { namespaceSummary } from '#libs/simulations';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { cutPage, decodeCursor, pageOf, pageQuery } from '../http/index.js';
import { resultKey, simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const verdictView = verdict.meta({ id: 'Verdict' });
const namespacePage = pageOf(namespaceSummary.meta({ id: 'NamespaceSummary' })).meta({
  id: 'NamespaceSummaryPage',
});
const namespaceKey = resultKey.pick({ cluster: true, namespace: true });
const { cluster, namespace, kind, name } = resultKey.shape;

/** What a simulation says of one workload, and of namespaces. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class SimulationDetailsController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Get(':id/results/:cluster/:namespace/:kind/:name')
  @ApiOperation({ summary: 'Read the verdict of one workload' })
  @ApiOkResponse({ standardSchema: verdictView })
  async readSimulationResult(
    @Param('id', { schema: simulationId }) id: string,
    @Param('cluster', { schema: cluster }) inCluster: string,
    @Param('namespace', { schema: namespace }) inNamespace: string,
    @Param('kind', { schema: kind }) ofKind: string,
    @Param('name', { schema: name }) ofName: string,
  ): Promise<z.infer<typeof verdict>> {
    return this.simulations.result(id, {
      cluster: inCluster,
      namespace: inNamespace,
      kind: ofKind,
      name: ofName,
    });
  }

  @Get(':id/namespaces')
  @ApiOperation({
    summary: 'Count the verdicts by namespace; those that are there already, while it runs',
  })
  @ApiOkResponse({ standardSchema: namespacePage })
  async listSimulationNamespaces(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof namespacePage>> {
    const after = decodeCursor(namespaceKey, cursor);
    const found = await this.simulations.namespaces(id, { limit: limit + 1, after });
    return cutPage(
      found,
      limit,
      (each) => each,
      (each) => ({ cluster: each.cluster, namespace: each.namespace }),
    );
  }
}
