import { day } from '#libs/events';
import { listInteractions, listServiceAccountUses, readWorkload } from '#libs/ingestion';
import { NotFoundError } from '#libs/platform';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Roles } from '../auth/index.js';
import { cutPage, decodeCursor } from '../http/index.js';
import { auditQuery, interactionPage, interactionViewOf, usePage, useViewOf } from './audit-view.js';
import { windowOf } from './workload-view.js';

const uuid = z.uuid();
const interactionKey = z.tuple([day, z.string(), z.string(), z.string()]);
const useKey = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/** What the audit log of Kubernetes tells of a workload. */
@ApiTags('workloads')
@Controller('api/v1/workloads/:id')
@Roles('editor', 'viewer')
export class AuditController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get('interactions')
  @ApiOperation({
    summary: 'List who went into pods of a workload: exec, attach, port-forward, ephemeral containers',
    description:
      'From the audit log of Kubernetes, by day, the latest first; requests that were refused are left out. What a container was seen to do only while somebody was inside by exec has the origin `interactive` in the profile, and is never a need.',
  })
  @ApiOkResponse({ standardSchema: interactionPage })
  @ApiResponse({ status: 404, description: 'There is no such workload.' })
  async listWorkloadInteractions(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: auditQuery }) query: z.infer<typeof auditQuery>,
  ): Promise<z.infer<typeof interactionPage>> {
    const { limit, cursor, ...window } = query;
    const page = { after: decodeCursor(interactionKey, cursor), limit: limit + 1 };
    await this.requireWorkload(id);
    const found = await listInteractions(this.dataSource, id, windowOf(window), page);
    return cutPage(found, limit, interactionViewOf, ({ day, pod, container, kind }) => [
      day,
      pod,
      container,
      kind,
    ]);
  }

  @Get('service-account-uses')
  @ApiOperation({
    summary: 'List what pods of a workload asked of the API server with their service accounts',
    description:
      'From the audit log of Kubernetes: requests with tokens that are bound to a pod of the workload. Counts are those of all pods that did the same with the same account on those days.',
  })
  @ApiOkResponse({ standardSchema: usePage })
  @ApiResponse({ status: 404, description: 'There is no such workload.' })
  async listServiceAccountUses(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: auditQuery }) query: z.infer<typeof auditQuery>,
  ): Promise<z.infer<typeof usePage>> {
    const { limit, cursor, ...window } = query;
    const page = { after: decodeCursor(useKey, cursor), limit: limit + 1 };
    await this.requireWorkload(id);
    const found = await listServiceAccountUses(this.dataSource, id, windowOf(window), page);
    return cutPage(found, limit, useViewOf, ({ serviceAccount, apiGroup, resource, verb }) => [
      serviceAccount,
      apiGroup,
      resource,
      verb,
    ]);
  }

  private async requireWorkload(id: string): Promise<void> {
    if ((await readWorkload(this.dataSource, id)) === undefined)
      throw new NotFoundError('There is no workload with this id.');
  }
}
