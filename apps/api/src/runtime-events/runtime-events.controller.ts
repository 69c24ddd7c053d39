import { receipt, type Receipt, RequestIngestion } from '#libs/ingestion';
import type { Reach } from '#libs/persistence';
import { Body, Controller, Headers, HttpCode, HttpStatus, Inject, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentPrincipal, CurrentReach, type Principal, Roles } from '../auth/index.js';
import { Consumes } from '../http/index.js';
import { eventsBody, eventsBodyOf, idempotencyOf, sourceOf, sourceQuery } from './events-body.js';

/** Runtime events of agents that have no Kafka. */
@ApiTags('runtime-events')
@Controller('api/v1/runtime-events')
export class RuntimeEventsController {
  constructor(@Inject(RequestIngestion) private readonly ingestion: RequestIngestion) {}

  @Post()
  @Roles('agent', 'editor')
  @HttpCode(HttpStatus.ACCEPTED)
  @Consumes('application/json', 'application/x-ndjson')
  @ApiOperation({
    summary: 'Send runtime events',
    description:
      'One event or an array of them as JSON, or one event a line as NDJSON; also with `Content-Encoding: gzip`. The answer comes once the events are stored. A request is taken whole or refused whole. Events that an agent has numbered may be sent again: they are not counted twice. Events of Falco, Tetragon, Tracee, Inspektor Gadget, KubeArmor, the audit log of Kubernetes and Security Profiles Operator are understood as these agents write them; `format`, `cluster`, `covers` and `gadget` say what they leave out. An API key has to be bound to all namespaces of each cluster that the events name.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body gets the answer of the first request for 24 hours.',
  })
  @ApiAcceptedResponse({ standardSchema: receipt })
  @ApiResponse({ status: 409, description: 'The Idempotency-Key was used with another body.' })
  @ApiResponse({ status: 413, description: 'The body is too large, or holds too many events.' })
  @ApiResponse({
    status: 429,
    description: 'Too much is waiting to be stored; Retry-After says when to come back.',
  })
  async ingest(
    @Query({ schema: sourceQuery }) query: z.infer<typeof sourceQuery>,
    @Body({ schema: eventsBody }) body: unknown,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
  ): Promise<Receipt> {
    return this.ingestion.ingest(
      eventsBodyOf(body),
      idempotencyOf(idempotencyKey, principal.keyId, { query, body }),
      sourceOf(query),
      reach,
    );
  }
}
