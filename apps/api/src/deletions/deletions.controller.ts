import { randomUUID } from 'node:crypto';
import { clusterName, plainText } from '#libs/events';
import { readCluster, readWatch } from '#libs/inventory';
import {
  listDeletions,
  type Reach,
  readDeletion,
  requestDeletion,
  unfinishedDeletion,
} from '#libs/persistence';
import { ConflictError, NotFoundError } from '#libs/platform';
import { eraseClusterData, writeOutbox } from '#libs/queue';
import { Controller, Delete, Get, HttpCode, HttpStatus, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CurrentPrincipal, CurrentReach, type Principal, requirePlaces, Roles } from '../auth/index.js';
import { cutPage, decodeCursor } from '../http/index.js';
import { OutboxRelay } from '../simulations/index.js';
import {
  deletionPage,
  deletionQuery,
  type DeletionView,
  deletionView,
  deletionViewOf,
} from './deletion-view.js';

const uuid = z.uuid();
const namespaceName = plainText.min(1).max(63);

/** Deletion of all data of a cluster, or of a namespace. */
@ApiTags('clusters')
@Controller('api/v1')
@Roles()
export class DeletionsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
  ) {}

  @Delete('clusters/:cluster')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Delete a cluster with all that is known of it',
    description:
      'Inventory, observations, profiles, decisions about them, and results of simulations about its workloads. Until it has ended, manifests and the registration of the cluster are refused (409); events that arrive later make the cluster anew. Asked again while it goes on, the answer is the same deletion.',
  })
  @ApiAcceptedResponse({ standardSchema: deletionView })
  @ApiResponse({ status: 404, description: 'There is no such cluster.' })
  @ApiResponse({ status: 409, description: 'A collector watches the cluster.' })
  async deleteCluster(
    @Param('cluster', { schema: clusterName }) cluster: string,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeletionView> {
    return this.requestFor({ cluster, namespace: undefined }, reach, principal, reply);
  }

  @Delete('clusters/:cluster/namespaces/:namespace')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Delete a namespace of a cluster with all that is known of it',
    description: 'As the deletion of a cluster, for what is in one namespace.',
  })
  @ApiAcceptedResponse({ standardSchema: deletionView })
  @ApiResponse({ status: 404, description: 'There is no such cluster.' })
  @ApiResponse({ status: 409, description: 'A collector watches the cluster.' })
  async deleteNamespace(
    @Param('cluster', { schema: clusterName }) cluster: string,
    @Param('namespace', { schema: namespaceName }) namespace: string,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeletionView> {
    return this.requestFor({ cluster, namespace }, reach, principal, reply);
  }

  @Get('deletions')
  @ApiOperation({ summary: 'List deletions, the newest first' })
  @ApiOkResponse({ standardSchema: deletionPage })
  async listDeletions(
    @Query({ schema: deletionQuery }) query: z.infer<typeof deletionQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof deletionPage>> {
    const { limit, cursor, cluster } = query;
    const after = decodeCursor(uuid, cursor);
    const found = await listDeletions(this.dataSource, reach, { limit: limit + 1, after, cluster });
    return cutPage(found, limit, deletionViewOf, ({ id }) => id);
  }

  @Get('deletions/:id')
  @ApiOperation({ summary: 'Read how far a deletion is' })
  @ApiOkResponse({ standardSchema: deletionView })
  @ApiResponse({ status: 404, description: 'There is no such deletion.' })
  async readDeletion(
    @Param('id', { schema: uuid }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeletionView> {
    const found = await readDeletion(this.dataSource, id);
    if (found === undefined) throw new NotFoundError('There is no deletion with this id.');
    if (found.status !== 'succeeded') reply.header('retry-after', '1');
    return deletionViewOf(found);
  }

  private async requestFor(
    what: { readonly cluster: string; readonly namespace: string | undefined },
    reach: Reach,
    principal: Principal,
    reply: FastifyReply,
  ): Promise<DeletionView> {
    const { cluster, namespace = '' } = what;
    requirePlaces(reach, [{ cluster, namespace }], '');
    const known =
      (await readCluster(this.dataSource, reach, cluster)) ??
      (await unfinishedDeletion(this.dataSource, cluster));
    if (known === undefined) throw new NotFoundError(`There is no cluster ${cluster}.`);
    const watch = await readWatch(this.dataSource, cluster);
    if (watch?.live === true) {
      throw new ConflictError(
        `Cluster ${cluster} is watched by collector ${watch.watcher}, which would put back what is deleted. Stop it first.`,
      );
    }
    const deletion = await this.dataSource.transaction(async (transaction) => {
      const requested = await requestDeletion(transaction, { id: randomUUID(), ...what, by: principal.name });
      await writeOutbox(transaction, [eraseClusterData.request({ deletion: requested.id })]);
      return requested;
    });
    this.relay.kick();
    reply.header('location', `/api/v1/deletions/${deletion.id}`).header('retry-after', '1');
    return deletionViewOf(deletion);
  }
}
