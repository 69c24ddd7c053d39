import { Controller, Get, Headers, HttpStatus, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import {
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal, Roles } from '../auth/index.js';
import { Produces } from '../http/index.js';
import { EventStreams } from './event-streams.js';
import { parsePosition } from './server-sent-events.js';
import { simulationId } from './simulation-parameters.js';
import { SimulationsService } from './simulations.service.js';

const EVENT_STREAM = 'text/event-stream';

/** Simulations as streams of events. */
@ApiTags('simulations')
@Controller('api/v1/simulations')
@Roles('editor', 'viewer')
export class EventsController {
  constructor(
    @Inject(SimulationsService) private readonly simulations: SimulationsService,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  @Get(':id/events')
  @Produces(EVENT_STREAM)
  @ApiOperation({
    summary: 'Follow a simulation as a stream of server-sent events',
    description:
      '`state`: the simulation, at first and whenever it has changed; `progress`: how far it is, if nothing else has; `change`: an entry of the history of a continuous one. The stream ends with the simulation, and now and then before: go on with `Last-Event-ID`, nothing is missed.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The `id` of the last event that was seen: goes on after it.',
  })
  @ApiOkResponse({
    description: 'The events.',
    content: { [EVENT_STREAM]: { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({
    description: 'It has ended, and everything was seen: there is nothing to come again for.',
  })
  @ApiResponse({ status: 429, description: 'The API key has too many streams.' })
  @ApiResponse({ status: 503, description: 'There are too many streams here.' })
  async streamSimulationEvents(
    @Param('id', { schema: simulationId }) id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const from = lastEventId === undefined || lastEventId === '' ? undefined : parsePosition(lastEventId);
    const stored = await this.simulations.read(id);
    if (from?.version === stored.version && stored.simulation.finishedAt !== undefined) {
      reply.status(HttpStatus.NO_CONTENT);
      return undefined;
    }
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const events = this.streams.open(stored, { from, key: principal.keyId, gone: gone.signal });
    // A connection that stayed open after the stream would hold up a process that stops.
    reply.header('connection', 'close').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    return new StreamableFile(events, { type: `${EVENT_STREAM}; charset=utf-8` });
  }
}
