import { listWorkloads, readProfiles, readWorkload } from '#libs/ingestion';
import { failuresKeptFor, readFailures, readLiveShapes, readWorkloads } from '#libs/inventory';
import type { Reach } from '#libs/persistence';
import { CONFIG, type Config, NotFoundError } from '#libs/platform';
import { itemBounds, runtimeProfile, type RuntimeProfile } from '#libs/profiles';
import { workloadKey } from '#libs/kubernetes';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CurrentReach, Roles } from '../auth/index.js';
import { AnswersIfChanged, contentTag, cutPage, decodeCursor, unlessUnchanged } from '../http/index.js';
import { type CoverageView, coverageView, coverageViewOf } from './coverage-view.js';
import { templateViewOf } from './template-view.js';
import {
  listQuery,
  shapeViewOf,
  viewOf,
  windowOf,
  windowQuery,
  type WorkloadDetail,
  workloadDetail,
  workloadPage,
} from './workload-view.js';

const workloadId = z.uuid();
const profileView = runtimeProfile.meta({ id: 'RuntimeProfile' });

/** Workloads, and what they were seen to do. */
@ApiTags('workloads')
@Controller('api/v1/workloads')
@Roles('editor', 'viewer')
export class WorkloadsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List workloads known from manifests or runtime events' })
  @ApiOkResponse({ standardSchema: workloadPage })
  async listWorkloads(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof workloadPage>> {
    const { limit, cursor, labelSelector: labels, ...filter } = query;
    const after = decodeCursor(z.tuple([z.string(), z.string(), z.string(), z.string()]), cursor);
    const found = await listWorkloads(this.dataSource, reach, { ...filter, labels, after, limit: limit + 1 });
    return cutPage(found, limit, viewOf, ({ cluster, namespace, kind, name }) => [
      cluster,
      namespace,
      kind,
      name,
    ]);
  }

  @Get(':id')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a workload' })
  @ApiOkResponse({ standardSchema: workloadDetail })
  async readWorkload(
    @Param('id', { schema: workloadId }) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkloadDetail | undefined> {
    const workload = await this.found(id);
    const stored = workload.manifest ? await readWorkloads(this.dataSource, [id]) : [];
    const template = stored.flatMap(({ shapes }) => shapes).find(({ origin }) => origin === 'template');
    const live = (await readLiveShapes(this.dataSource, [id])).get(id);
    const since = new Date(Date.now() - failuresKeptFor);
    const failures = (await readFailures(this.dataSource, [id], since)).get(id);
    const view = {
      ...viewOf(workload),
      ...(template !== undefined && { template: templateViewOf(template.pod) }),
      ...(failures !== undefined && { failures: [...failures] }),
      ...(live !== undefined && { shapes: live.map(shapeViewOf) }),
    };
    // Nobody writes a workload: it has no version of its own.
    return unlessUnchanged(view, contentTag(0, view), { request, reply });
  }

  @Get(':id/profile')
  @ApiOperation({
    summary: 'Read the runtime profile of a workload',
    description:
      'What was observed on the days from `from` to `to`, both included; all days that are kept without them.',
  })
  @ApiOkResponse({ standardSchema: profileView })
  async readWorkloadProfile(
    @Param('id', { schema: workloadId }) id: string,
    @Query({ schema: windowQuery }) query: z.infer<typeof windowQuery>,
  ): Promise<RuntimeProfile> {
    return this.readProfile(id, query);
  }

  @Get(':id/coverage')
  @ApiOperation({
    summary: 'Read what of a workload was watched, and what its silence is worth',
    description:
      'For each container and dimension the coverage in the window, and how strong the evidence is that what was not seen is not done. `none`: nobody watched.',
  })
  @ApiOkResponse({ standardSchema: coverageView })
  @ApiResponse({ status: 404, description: 'There is no such workload.' })
  async readWorkloadCoverage(
    @Param('id', { schema: workloadId }) id: string,
    @Query({ schema: windowQuery }) query: z.infer<typeof windowQuery>,
  ): Promise<CoverageView> {
    return coverageViewOf(await this.readProfile(id, query));
  }

  private async readProfile(id: string, query: z.infer<typeof windowQuery>): Promise<RuntimeProfile> {
    const window = windowOf(query);
    const { cluster, namespace, kind, name } = await this.found(id);
    const workload = { cluster, namespace, kind, name };
    const bounds = itemBounds(this.config.ingestion.maxItemsPerDimension);
    const profiles = await readProfiles(this.dataSource, [workload], window, bounds);
    return profiles.get(workloadKey(workload)) ?? { workload, pods: 0, nodeFacts: [], containers: [] };
  }

  private async found(id: string) {
    const workload = await readWorkload(this.dataSource, id);
    if (workload === undefined) throw new NotFoundError('There is no workload with this id.');
    return workload;
  }
}
