import { clusterName } from '#libs/events';
import { receipt, type Receipt, RequestIngestion } from '#libs/ingestion';
import type { Reach } from '#libs/persistence';
import {
  applyDecorators,
  Body,
  Controller,
  Headers,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  ChangesNothing,
  CurrentPrincipal,
  CurrentReach,
  type Principal,
  Roles,
  TAKES_KEY_AS_PASSWORD,
} from '../auth/index.js';
import { Consumes } from '../http/index.js';
import { admissionOf, TAKES_ROOM } from '../intake/index.js';
import {
  clusterSourceQuery,
  eventsBody,
  eventsBodyOf,
  idempotencyOf,
  pathCluster,
  sourceOf,
  sourceQuery,
} from './events-body.js';

/** What both routes have in common. */
const TakesEvents = () =>
  applyDecorators(
    RouteConfig({ ...TAKES_ROOM, ...TAKES_KEY_AS_PASSWORD }),
    Roles('agent', 'editor'),
    ChangesNothing(),
    HttpCode(HttpStatus.ACCEPTED),
    Consumes('application/json', 'application/x-ndjson'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key with the same body gets the answer of the first request for 24 hours.',
    }),
    ApiAcceptedResponse({ standardSchema: receipt }),
    ApiResponse({ status: 409, description: 'The Idempotency-Key was used with another body.' }),
    ApiResponse({ status: 413, description: 'The body is too large, or holds too many events.' }),
    ApiResponse({
      status: 429,
      description:
        'Too much is waiting to be stored; nothing of the request was taken. Retry-After says when to come back.',
    }),
  );

/** Runtime events of agents that have no Kafka. */
@ApiTags('runtime-events')
@Controller('api/v1')
export class RuntimeEventsController {
  constructor(@Inject(RequestIngestion) private readonly ingestion: RequestIngestion) {}

  @Post('runtime-events')
  @TakesEvents()
  @ApiOperation({
    summary: 'Send runtime events',
    description:
      'One event or an array of them as JSON, or one event a line as NDJSON; also with `Content-Encoding: gzip`. The answer comes once the events are stored. A request is taken whole or refused whole. Events that an agent has numbered may be sent again: they are not counted twice. Events of Falco, Tetragon, Tracee, Inspektor Gadget, KubeArmor, the audit log of Kubernetes and Security Profiles Operator are understood as these agents write them; `format`, `cluster`, `covers` and `gadget` say what they leave out. An API key has to be bound to all namespaces of each cluster that the events name.',
  })
  async ingestRuntimeEvents(
    @Query({ schema: sourceQuery }) query: z.infer<typeof sourceQuery>,
    @Body({ schema: eventsBody }) body: unknown,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<Receipt> {
    return admissionOf(request).keepFor(() =>
      this.ingestion.ingest(
        eventsBodyOf(body),
        idempotencyOf(idempotencyKey, principal.keyId, { query, body }),
        sourceOf(query),
        { reach },
      ),
    );
  }

  @Post('clusters/:cluster/runtime-events')
  @TakesEvents()
  @ApiOperation({
    summary: 'Send runtime events of a cluster',
    description:
      'As `POST /api/v1/runtime-events`, for senders that can not say the cluster in a query, such as the audit webhook of kube-apiserver. All events are of the cluster in the path; native events, which name their own, have to name this one.',
  })
  async ingestClusterRuntimeEvents(
    @Param('cluster', { schema: clusterName }) cluster: string,
    @Query({ schema: clusterSourceQuery }) query: z.infer<typeof clusterSourceQuery>,
    @Body({ schema: eventsBody }) body: unknown,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<Receipt> {
    const { timeout: _, ...rest } = query;
    const said = { ...rest, cluster: pathCluster(cluster, query.cluster) };
    return admissionOf(request).keepFor(() =>
      this.ingestion.ingest(
        eventsBodyOf(body),
        idempotencyOf(idempotencyKey, principal.keyId, { query: said, body }),
        sourceOf(said),
        { reach, cluster },
      ),
    );
  }
}
