import { historyEntry } from '#libs/simulations';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { cutPage, decodeCursor, pageOf, pageQuery } from '../http/index.js';
import { resultKey, simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const place = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const historyQuery = pageQuery.extend({
  ...resultKey.partial().shape,
  after: z.coerce
    .number({ error: 'must be a whole number, such as the `seq` of an entry' })
    .pipe(place)
    .optional()
    .meta({ description: 'Only what came after the entry with this `seq`: where a poller goes on.' }),
});
const historyPage = pageOf(historyEntry).meta({ id: 'SimulationHistoryPage' });

/** How the verdicts of continuous simulations changed. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class HistoryController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Get(':id/history')
  @ApiOperation({
    summary: 'List the changes of verdicts in a continuous simulation, the oldest first',
    description: 'Those of all workloads, or of the ones that the parameters name. Entries never change.',
  })
  @ApiOkResponse({ standardSchema: historyPage })
  async listSimulationHistory(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: historyQuery }) query: z.infer<typeof historyQuery>,
  ): Promise<z.infer<typeof historyPage>> {
    const { limit, cursor, after = 0, ...workload } = query;
    const entries = await this.simulations.history(id, {
      limit: limit + 1,
      after: decodeCursor(place, cursor) ?? after,
      workload,
    });
    return cutPage(
      entries,
      limit,
      (each) => each,
      ({ seq }) => seq,
    );
  }
}
