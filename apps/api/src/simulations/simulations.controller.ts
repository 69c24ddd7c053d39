import { createHash } from 'node:crypto';
import { verdict } from '#libs/advisor';
import type { Reach } from '#libs/persistence';
import { InvalidError, mistakesOf } from '#libs/platform';
import { type Idempotency, simulation, simulationStatus, type StoredSimulation } from '#libs/simulations';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, CurrentReach, projectQuery, type Principal, Roles } from '../auth/index.js';
import {
  AnswersIfChanged,
  cutPage,
  decodeCursor,
  entityTag,
  isUnchanged,
  pageOf,
  pageQuery,
  sendPage,
  unlessUnchanged,
} from '../http/index.js';
import { resultFilter, resultKey, simulationId } from './simulation-parameters.js';
import { newSimulation, type NewSimulationRequest } from './simulation-request.js';
import { SimulationsService } from './simulations.service.js';

const simulationView = simulation.meta({ id: 'Simulation' });
const simulationPage = pageOf(simulationView).meta({ id: 'SimulationPage' });
const resultPage = pageOf(verdict.meta({ id: 'Verdict' })).meta({ id: 'ResultPage' });

const listQuery = pageQuery.extend({
  ...projectQuery.shape,
  status: simulationStatus.optional(),
  policy: z.uuid().optional().meta({ description: 'Only those that use this policy, in any revision.' }),
});
const resultQuery = pageQuery.extend(resultFilter.shape);
const readQuery = z.object({
  wait: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)s$/, 'must be 1s to 60s')
    .transform((text) => Number.parseInt(text, 10) * 1_000)
    .optional()
    .meta({
      description:
        'Answer when it has ended, or, with If-None-Match, as soon as it has changed; at the latest after this time, such as `20s`.',
    }),
});
const listKey = z.object({ createdAt: z.iso.datetime().transform((text) => new Date(text)), id: z.uuid() });

/** Seconds after which a poller of an unfinished simulation should come again. */
const RETRY_AFTER = '1';
/** The same for a continuous one that waits for changes. */
const RETRY_AFTER_QUIET = '5';

/** Simulations: what policies would break. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class SimulationsController {
  constructor(@Inject(SimulationsService) private readonly simulations: SimulationsService) {}

  @Post()
  @Roles('editor')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Create a simulation; it is evaluated in the background' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'The same key with the same request gives the simulation of the first time, as long as that exists.',
  })
  @ApiResponse({
    status: 409,
    description:
      'The Idempotency-Key was used with another request; or as many continuous simulations go on already as may.',
  })
  @ApiResponse({
    status: 429,
    description:
      'The project has as many simulations that have not ended as it may have, or the caller is over its rate limit: come again after `Retry-After` seconds.',
  })
  @ApiAcceptedResponse({
    standardSchema: simulationView,
    description: 'Accepted; `Location` is where to poll.',
  })
  async createSimulation(
    @Body({ schema: newSimulation }) body: NewSimulationRequest,
    @Query({ schema: projectQuery }) _query: z.infer<typeof projectQuery>,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof simulation>> {
    const stored = await this.simulations.create(
      body,
      reach,
      principal.name,
      idempotencyOf(key, principal, { project: reach.home, body }),
    );
    reply.header('location', `/api/v1/simulations/${stored.simulation.id}`);
    return answer(stored, reply);
  }

  @Get()
  @ApiOperation({ summary: 'List simulations, the newest first' })
  @ApiOkResponse({ standardSchema: simulationPage })
  async listSimulations(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof simulationPage>> {
    const after = decodeCursor(listKey, query.cursor);
    const { limit, status, policy } = query;
    const found = await this.simulations.list(reach, { limit: limit + 1, after, status, policy });
    return cutPage(
      found,
      limit,
      (stored) => stored.simulation,
      (stored) => ({ createdAt: stored.simulation.createdAt, id: stored.simulation.id }),
    );
  }

  @Get(':id')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a simulation: status, progress and summary' })
  @ApiOkResponse({ standardSchema: simulationView })
  async readSimulation(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: readQuery }) { wait }: z.infer<typeof readQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof simulation> | undefined> {
    const stored =
      wait === undefined ? await this.simulations.readLately(id) : await this.readLater(id, wait, request);
    return unlessUnchanged(answer(stored, reply), entityTag(stored.version), { request, reply });
  }

  private async readLater(
    id: string,
    milliseconds: number,
    request: FastifyRequest,
  ): Promise<StoredSimulation> {
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const known = request.headers['if-none-match'];
    const seen = (version: number): boolean => known === undefined || isUnchanged(known, entityTag(version));
    return this.simulations.readLater(id, { milliseconds, seen, signal: gone.signal });
  }

  @Get(':id/results')
  @ApiOperation({ summary: 'List the verdicts by workload; those that are there already, while it runs' })
  @ApiOkResponse({ standardSchema: resultPage })
  async listSimulationResults(
    @Param('id', { schema: simulationId }) id: string,
    @Query({ schema: resultQuery }) query: z.infer<typeof resultQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { limit, cursor, ...filter } = query;
    const after = decodeCursor(resultKey, cursor);
    const { stored, verdicts } = await this.simulations.results(id, { limit: limit + 1, after, filter });
    if (stored.simulation.finishedAt === undefined) reply.header('retry-after', RETRY_AFTER);
    return sendPage(
      cutPage(
        verdicts,
        limit,
        ({ text }) => text,
        ({ key }) => key,
      ),
    );
  }

  @Post(':id/cancel')
  @Roles('editor')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Cancel a simulation; results that are there already stay' })
  @ApiOkResponse({ standardSchema: simulationView })
  @ApiResponse({ status: 409, description: 'It has ended already.' })
  async cancelSimulation(
    @Param('id', { schema: simulationId }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof simulation>> {
    return answer(await this.simulations.cancel(id), reply);
  }

  @Post(':id/stop')
  @Roles('editor')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Stop a continuous simulation; its results and history stay' })
  @ApiOkResponse({ standardSchema: simulationView })
  @ApiResponse({ status: 409, description: 'It is not continuous, or has ended otherwise.' })
  async stopSimulation(
    @Param('id', { schema: simulationId }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof simulation>> {
    return answer(await this.simulations.stop(id), reply);
  }

  @Delete(':id')
  @Roles('editor')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Delete a simulation with its results; one that runs is ended' })
  @ApiNoContentResponse()
  async deleteSimulation(@Param('id', { schema: simulationId }) id: string): Promise<void> {
    await this.simulations.remove(id);
  }
}

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

function idempotencyOf(
  key: string | undefined,
  principal: Principal,
  request: { readonly project: string; readonly body: NewSimulationRequest },
): Idempotency | undefined {
  if (key === undefined) return undefined;
  const parsed = idempotencyKey.safeParse(key);
  if (!parsed.success) {
    const mistakes = mistakesOf(parsed.error.issues).map(({ detail }) => ({
      parameter: 'Idempotency-Key',
      detail,
    }));
    throw new InvalidError('The Idempotency-Key is not valid.', { mistakes });
  }
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest();
  return { scope: principal.keyId, key: parsed.data, requestHash };
}

function answer(stored: StoredSimulation, reply: FastifyReply): z.infer<typeof simulation> {
  reply.header('etag', entityTag(stored.version)).header('cache-control', 'no-cache');
  const { finishedAt, status } = stored.simulation;
  if (finishedAt === undefined)
    reply.header('retry-after', status === 'active' ? RETRY_AFTER_QUIET : RETRY_AFTER);
  return stored.simulation;
}
