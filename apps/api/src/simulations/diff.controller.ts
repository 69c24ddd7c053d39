import { verdictChange } from '#libs/simulations';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/index.js';
import { resultKey, simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const diffQuery = pageQuery.extend({
  base: z.uuid().meta({ description: 'The id of the simulation to compare with, such as the one before.' }),
});
const changePage = pageOf(verdictChange).meta({ id: 'VerdictChangePage' });

/** Simulations compared. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class DiffController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Get(':id/diff')
  @ApiOperation({
    summary: 'List what changed from another simulation to this one, by workload',
    description:
      'Both must have succeeded. Workloads that fare alike are left out; evidence that has grown is no change. A page may have fewer items than its limit: go on as long as there is `next`.',
  })
  @ApiOkResponse({ standardSchema: changePage })
  @ApiResponse({ status: 409, description: 'One of the two has not succeeded, or not yet.' })
  async diffSimulations(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: diffQuery }) { base, limit, cursor }: z.infer<typeof diffQuery>,
  ): Promise<z.infer<typeof changePage>> {
    const { changes, next } = await this.simulations.diff(id, base, {
      limit,
      after: decodeCursor(resultKey, cursor),
    });
    return { items: [...changes], ...(next === undefined ? {} : { next: encodeCursor(next) }) };
  }
}
