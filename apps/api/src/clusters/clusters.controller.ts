import { clusterName, plainText } from '#libs/events';
import { readClusterCoverage } from '#libs/ingestion';
import {
  listClusters,
  podCreators,
  parseManifestObjects,
  readCluster,
  readInventory,
  readWatch,
  registerCluster,
  storeInventory,
  type StoredCluster,
} from '#libs/inventory';
import type { ManifestDocument } from '#libs/kubernetes';
import type { Reach } from '#libs/persistence';
import { InvalidError, NotFoundError, parseInput } from '#libs/platform';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CurrentReach, requirePlaces, Roles } from '../auth/index.js';
import { ManifestTexts } from '../computations/index.js';
import {
  clusterCoverageView,
  clusterCoverageViewOf,
  coverageQuery,
  daysOf,
} from './cluster-coverage-view.js';
import { clusterWatchView, watchViewOf } from './cluster-watch-view.js';
import {
  AnswersIfChanged,
  ChangesIfMatching,
  Consumes,
  contentTag,
  cutPage,
  decodeCursor,
  pageOf,
  pageQuery,
  requireMatch,
  unlessUnchanged,
} from '../http/index.js';

const YAML = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'] as const;

const clusterView = z
  .object({
    name: z.string(),
    workloads: z.int().min(0).meta({ description: 'Workloads that the inventory has a manifest of.' }),
    observed: z
      .int()
      .min(0)
      .meta({ description: 'Workloads known at all, from manifests or runtime events.' }),
    manifestsAt: z.iso.datetime().optional().meta({ description: 'When manifests were last uploaded.' }),
    registeredAt: z.iso.datetime().optional().meta({ description: 'Absent: nobody registered it.' }),
    description: z.string().meta({ description: 'What was said of it when it was registered.' }),
    podCreators: podCreators.optional(),
  })
  .meta({ id: 'Cluster' });
const clusterDetail = clusterView
  .extend({
    watch: clusterWatchView.optional().meta({
      description:
        'How the collector that watches the cluster fares. Absent: it was never watched, or the caller is not bound to the whole cluster.',
    }),
  })
  .meta({ id: 'ClusterDetail' });
const clusterPage = pageOf(clusterView).meta({ id: 'ClusterPage' });

const registration = z
  .strictObject({
    description: plainText
      .max(2_000)
      .default('')
      .meta({ description: 'What the cluster is for, and who answers for it.' }),
    podCreators: podCreators.optional(),
  })
  .meta({ id: 'ClusterRegistration' });

const uploadQuery = z.object({
  namespace: plainText
    .max(63)
    .default('default')
    .meta({ description: 'The namespace of manifests that name none.' }),
});
const uploadView = z
  .object({
    workloads: z.int().min(0),
    objects: z.record(z.string(), z.int()).meta({ description: 'Kept, by kind.' }),
    owned: z.int().min(0).meta({ description: 'Pods, ReplicaSets and Jobs that belong to a controller.' }),
    passedOver: z.record(z.string(), z.int()).meta({ description: 'Of no use to the inventory, by kind.' }),
  })
  .meta({ id: 'ManifestUpload' });

const jsonBody = z.union([
  z.array(z.record(z.string(), z.unknown())).max(50_000),
  z.object({ manifests: z.union([z.string(), z.array(z.record(z.string(), z.unknown())).max(50_000)]) }),
  z.looseObject({ kind: z.string() }),
]);
const bodySchema = {
  schema: { description: 'Manifests: YAML documents, a List, or a JSON array of objects.' },
};

/** Of the refusal of what would be removed again by a deletion that goes on. */
const afterDeletion = {
  'Retry-After': {
    description: 'Seconds until the deletion may have ended, if it is one that is in the way.',
    schema: { type: 'integer' as const },
  },
};

/** What is known of clusters from manifests. */
@ApiTags('clusters')
@Controller('api/v1/clusters')
@Roles('editor', 'viewer')
export class ClustersController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ManifestTexts) private readonly texts: ManifestTexts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the clusters known from manifests or runtime events' })
  @ApiOkResponse({ standardSchema: clusterPage })
  async listClusters(
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof clusterPage>> {
    const after = decodeCursor(plainText, query.cursor);
    const found = await listClusters(this.dataSource, reach, { limit: query.limit + 1, after });
    return cutPage(found, query.limit, viewOf, ({ name }) => name);
  }

  @Get(':cluster')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read what is known of a cluster' })
  @ApiOkResponse({ standardSchema: clusterDetail })
  async readCluster(
    @Param('cluster', { schema: clusterName }) name: string,
    @CurrentReach() reach: Reach,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof clusterDetail> | undefined> {
    const { view, tag } = await this.detail(name, reach);
    return unlessUnchanged(view, tag, { request, reply });
  }

  @Put(':cluster')
  @Roles('editor')
  @ApiOperation({
    summary: 'Register a cluster, or change what is said of it',
    description:
      'A cluster is also known from its first manifest or runtime event. One that is registered can be named before that, by scopes and by bindings, and shows in lists while nothing has come of it yet.',
  })
  @ApiOkResponse({ standardSchema: clusterDetail })
  @ApiCreatedResponse({ standardSchema: clusterDetail, description: 'It was not registered before.' })
  @ApiResponse({ status: 409, description: 'The cluster is being deleted.', headers: afterDeletion })
  @ChangesIfMatching({
    of: 'the cluster',
    refused: 'Somebody has said something else of it since the ETag that If-Match names.',
  })
  async registerCluster(
    @Param('cluster', { schema: clusterName }) name: string,
    @Body({ schema: registration }) said: z.infer<typeof registration>,
    @CurrentReach() reach: Reach,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof clusterDetail>> {
    requirePlaces(reach, [{ cluster: name, namespace: '' }], '');
    const { isNew } = await registerCluster(this.dataSource, { name, ...said, now: new Date() }, (revision) =>
      requireMatch(ifMatch, revision),
    );
    if (isNew) reply.status(HttpStatus.CREATED).header('location', `/api/v1/clusters/${name}`);
    const { view, tag } = await this.detail(name, reach);
    reply.header('etag', tag);
    return view;
  }

  @Get(':cluster/coverage')
  @ApiOperation({
    summary: 'Read how much of a cluster was watched, by dimension',
    description:
      'Of the workloads that the caller may see, on the days from `from` to `to`, both included; the last seven without them. What its silence is worth is told of each workload by its own coverage.',
  })
  @ApiOkResponse({ standardSchema: clusterCoverageView })
  async readClusterCoverage(
    @Param('cluster', { schema: clusterName }) name: string,
    @Query({ schema: coverageQuery }) query: z.infer<typeof coverageQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof clusterCoverageView>> {
    const days = daysOf(query, new Date());
    if ((await readCluster(this.dataSource, reach, name)) === undefined) throw noCluster(name);
    const ofNodes = reach.permitsArea({ clusters: [name] });
    const found = await readClusterCoverage(this.dataSource, reach, name, days, { ofNodes });
    return clusterCoverageViewOf(name, days, found);
  }

  private async detail(
    name: string,
    reach: Reach,
  ): Promise<{ readonly view: z.infer<typeof clusterDetail>; readonly tag: string }> {
    const found = await readCluster(this.dataSource, reach, name);
    if (found === undefined) throw noCluster(name);
    // How the watch fares tells of all namespaces.
    const isWhole = reach.permitsArea({ clusters: [name] });
    const watch = isWhole ? await readWatch(this.dataSource, name) : undefined;
    const view = { ...viewOf(found), ...(watch !== undefined && { watch: watchViewOf(watch) }) };
    return { view, tag: contentTag(found.revision, view) };
  }

  @Put(':cluster/manifests')
  @Roles('editor')
  @Consumes('application/json', ...YAML)
  @ApiOperation({
    summary: 'Upload the manifests of a cluster; they replace all that were uploaded before',
    description:
      'Refused (409) while a collector watches the cluster, and while it or a namespace of it is being deleted.',
  })
  @ApiResponse({
    status: 409,
    description:
      'A collector watches the cluster; the watch alone says what it holds. Or the cluster, or a namespace of it, is being deleted.',
    headers: afterDeletion,
  })
  @ApiBody(bodySchema)
  @ApiOkResponse({ standardSchema: uploadView })
  async replaceManifests(
    @Param('cluster', { schema: clusterName }) cluster: string,
    @Query({ schema: uploadQuery }) query: z.infer<typeof uploadQuery>,
    @Body() body: unknown,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof uploadView>> {
    return this.upload(reach, cluster, query.namespace, body, true);
  }

  @Post(':cluster/manifests')
  @Roles('editor')
  @HttpCode(HttpStatus.OK)
  @Consumes('application/json', ...YAML)
  @ApiOperation({
    summary: 'Add manifests to those of a cluster; the same object is replaced',
    description:
      'Refused (409) while a collector watches the cluster, and while it or the namespace of one of the manifests is being deleted.',
  })
  @ApiResponse({
    status: 409,
    description:
      'A collector watches the cluster; the watch alone says what it holds. Or the cluster, or the namespace of one of the manifests, is being deleted.',
    headers: afterDeletion,
  })
  @ApiBody(bodySchema)
  @ApiOkResponse({ standardSchema: uploadView })
  async addManifests(
    @Param('cluster', { schema: clusterName }) cluster: string,
    @Query({ schema: uploadQuery }) query: z.infer<typeof uploadQuery>,
    @Body() body: unknown,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof uploadView>> {
    return this.upload(reach, cluster, query.namespace, body, false);
  }

  private async upload(
    reach: Reach,
    cluster: string,
    defaultNamespace: string,
    body: unknown,
    replace: boolean,
  ) {
    if (replace) requirePlaces(reach, [{ cluster, namespace: '' }], '');
    const read = readInventory(await documentsOf(this.texts, body), {
      cluster,
      defaultNamespace,
      pointer: '',
    });
    if (read.mistakes.length > 0) {
      throw new InvalidError('The manifests are not valid; nothing was taken.', { mistakes: read.mistakes });
    }
    const parts = [...read.workloads.map(({ workload }) => workload), ...read.objects, ...read.owners];
    requirePlaces(
      reach,
      parts.map(({ namespace }) => ({ cluster, namespace })),
      '',
    );
    await storeInventory(this.dataSource, cluster, read, { replace, now: new Date() });
    const objects: Record<string, number> = {};
    for (const { kind } of read.objects) objects[kind] = (objects[kind] ?? 0) + 1;
    return {
      workloads: read.workloads.length,
      objects,
      owned: read.owners.length,
      passedOver: { ...read.passedOver },
    };
  }
}

function noCluster(name: string): NotFoundError {
  return new NotFoundError(`There is no cluster ${name}.`);
}

async function documentsOf(texts: ManifestTexts, body: unknown): Promise<readonly ManifestDocument[]> {
  if (typeof body === 'string') return texts.parse(body, { pointer: '', isBody: true });
  const parsed = parseInput(jsonBody, body);
  if (Array.isArray(parsed)) return parseManifestObjects(parsed, '');
  if ('kind' in parsed) return parseManifestObjects([parsed], '');
  return texts.given(parsed.manifests, '/manifests');
}

function viewOf(found: StoredCluster): z.infer<typeof clusterView> {
  const { name, workloads, observed, description, manifestsAt, registeredAt, podCreators: creators } = found;
  return {
    name,
    workloads,
    observed,
    description,
    ...(creators !== undefined && { podCreators: creators }),
    ...(manifestsAt !== undefined && { manifestsAt: manifestsAt.toISOString() }),
    ...(registeredAt !== undefined && { registeredAt: registeredAt.toISOString() }),
  };
}
