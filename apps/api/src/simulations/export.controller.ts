import { Readable } from 'node:stream';
import { exportFormats } from '#libs/simulations';
import { Controller, Get, Inject, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { preferredMediaType, Produces } from '../http/index.js';
import { resultFilter, simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const mediaTypes = exportFormats.map(({ mediaType }) => mediaType);
const [firstMediaType = '', ...otherMediaTypes] = mediaTypes;
const names = exportFormats.map(({ name }) => name);

const exportQuery = z.object({
  format: z.enum(names).optional().meta({ description: 'The form; if absent, Accept decides.' }),
  ...resultFilter.shape,
});

/** Simulations as files. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class ExportController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Get(':id/export')
  @Produces(firstMediaType, ...otherMediaTypes)
  @ApiOperation({
    summary: 'Export a simulation that has ended with all its results',
    description:
      'As JSON, YAML (a document each), CSV (a row for each finding), SARIF 2.1.0, or as a report for people in Markdown or HTML. Results may be filtered as in their list. If the simulation is deleted meanwhile the connection is closed before the end of the answer: no part looks like the whole.',
  })
  @ApiOkResponse({
    description: 'The export, as a file.',
    content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: {} }])),
  })
  @ApiResponse({ status: 409, description: 'It has not ended yet.' })
  async exportSimulationResults(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: exportQuery }) { format, ...filter }: z.infer<typeof exportQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const wanted = preferredMediaType(request.headers.accept, mediaTypes);
    const chosen =
      exportFormats.find(({ name, mediaType }) =>
        format === undefined ? mediaType === wanted : name === format,
      ) ?? exportFormats[0];
    if (chosen === undefined) throw new Error('there are no export formats');
    const { simulation, verdicts } = await this.simulations.export(id, filter);
    reply.header('vary', 'accept').header('cache-control', 'no-cache');
    return new StreamableFile(Readable.from(chosen.write(simulation, verdicts)), {
      type: `${chosen.mediaType}; charset=utf-8`,
      disposition: `attachment; filename="simulation-${id}.${chosen.extension}"`,
    });
  }
}
