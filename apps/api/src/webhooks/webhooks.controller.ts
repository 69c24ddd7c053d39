import { randomBytes, randomUUID } from 'node:crypto';
import { Reach, requireProject } from '#libs/persistence';
import {
  CONFIG,
  type Config,
  ConflictError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '#libs/platform';
import {
  addDelivery,
  addressPolicy,
  addWebhook,
  areasOf,
  changeWebhook,
  deliveryState,
  listDeliveries,
  listWebhooks,
  readDelivery,
  readWebhook,
  redeliver,
  removeWebhook,
  rotateSecret,
  secretText,
  unlimitedAccess,
  urlMistake,
  type Webhook,
  type WebhookAccess,
} from '#libs/webhooks';
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
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CurrentPrincipal, CurrentReach, type Principal, projectQuery, Roles } from '../auth/index.js';
import {
  AnswersIfChanged,
  ChangesIfMatching,
  contentTag,
  cutPage,
  decodeCursor,
  pageQuery,
  requireMatch,
  unlessUnchanged,
} from '../http/index.js';
import { OutboxRelay } from '../simulations/index.js';
import {
  deliveryPage,
  deliveryView,
  deliveryViewOf,
  issuedWebhook,
  newWebhook,
  secretRotation,
  viewOf,
  webhookChange,
  webhookPage,
  webhookView,
} from './webhook-view.js';

const webhookId = z.uuid().meta({ description: 'The id of the webhook.' });
const deliveryId = z.uuid().meta({ description: 'The id of the delivery.' });
const position = z.object({
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
  id: z.uuid(),
});
const webhookQuery = pageQuery.extend(projectQuery.shape);
const deliveryQuery = pageQuery.extend({ state: deliveryState.optional() });

/**
 * Webhooks: other services are told when simulations end or change. One that a key with limits makes is of one project, acts
 * for that key, and tells of nothing that the key may not read. One sees those of which one may know all that they tell.
 */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
@Roles('admin')
export class WebhooksController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make a webhook',
    description:
      'Deliveries are signed as Standard Webhooks 1.0 says (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and tried again for about a day. The secret is shown once.',
  })
  @ApiCreatedResponse({ standardSchema: issuedWebhook })
  @ApiResponse({ status: 404, description: 'There is no project of that name.' })
  async createWebhook(
    @Body({ schema: newWebhook }) { url, events, project: named, description }: z.infer<typeof newWebhook>,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof issuedWebhook>> {
    this.requireUrl(url);
    const secret = randomBytes(32);
    const { project, ...access } = accessOf(principal, named);
    const webhook: Webhook = {
      id: randomUUID(),
      url,
      events,
      project,
      description,
      enabled: true,
      failingSince: undefined,
      disabled: undefined,
      revision: 1,
      createdAt: new Date(),
      createdBy: principal.name,
      actsFor: access.actsFor,
      previousSecretUntil: undefined,
    };
    await this.dataSource.transaction(async (transaction) => {
      if (project !== undefined) await requireProject(transaction, project);
      await addWebhook(transaction, webhook, { secret, areas: access.areas });
    });
    reply
      .header('location', `/api/v1/webhooks/${webhook.id}`)
      .header('etag', tagOf(webhook))
      .header('cache-control', 'no-store');
    return { ...viewOf(webhook), secret: secretText(secret) };
  }

  @Get()
  @ApiOperation({
    summary: 'List webhooks of which the caller may know all that they tell, the newest first',
  })
  @ApiOkResponse({ standardSchema: webhookPage })
  async listWebhooks(
    @Query({ schema: webhookQuery }) { limit, cursor }: z.infer<typeof webhookQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof webhookPage>> {
    const after = decodeCursor(position, cursor);
    const found = await listWebhooks(this.dataSource, reach, { limit: limit + 1, after });
    return cutPage(found, limit, viewOf, ({ createdAt, id }) => ({ createdAt, id }));
  }

  @Get(':id')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a webhook, without its secret' })
  @ApiOkResponse({ standardSchema: webhookView })
  async readWebhook(
    @Param('id', { schema: webhookId }) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof webhookView> | undefined> {
    const webhook = (await readWebhook(this.dataSource, id)) ?? notFound(id);
    return unlessUnchanged(viewOf(webhook), tagOf(webhook), { request, reply });
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a webhook, or disable it; what is left out stays' })
  @ApiOkResponse({ standardSchema: webhookView })
  @ChangesIfMatching({
    of: 'the webhook',
    refused: 'It has been changed since the ETag that If-Match names.',
  })
  async changeWebhook(
    @Param('id', { schema: webhookId }) id: string,
    @Body({ schema: webhookChange }) change: z.infer<typeof webhookChange>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof webhookView>> {
    if (change.url !== undefined) this.requireUrl(change.url);
    const webhook = await this.changed(id, change, ({ revision }) => requireMatch(ifMatch, revision));
    reply.header('etag', tagOf(webhook));
    return viewOf(webhook);
  }

  @Post(':id/secret')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Give a webhook another secret; deliveries are signed with the present one too for a while yet',
    description:
      'The header `webhook-signature` holds both signatures then, with a space between them. The secret before the present one, if it is still in use, ends at once.',
  })
  @ApiOkResponse({ standardSchema: issuedWebhook })
  async rotateWebhookSecret(
    @Param('id', { schema: webhookId }) id: string,
    @Body({ schema: secretRotation }) { graceSeconds }: z.infer<typeof secretRotation>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof issuedWebhook>> {
    const now = new Date();
    const rotation = {
      secret: randomBytes(32),
      now,
      previousUntil: new Date(now.getTime() + graceSeconds * 1_000),
    };
    const { secret } = rotation;
    const webhook = await this.dataSource.transaction((transaction) =>
      rotateSecret(transaction, id, rotation),
    );
    if (webhook === undefined) return notFound(id);
    reply.header('cache-control', 'no-store');
    return { ...viewOf(webhook), secret: secretText(secret) };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Delete a webhook with what was to be delivered, and the log of it' })
  @ApiNoContentResponse()
  async deleteWebhook(@Param('id', { schema: webhookId }) id: string): Promise<void> {
    const removed = await this.dataSource.transaction((transaction) => removeWebhook(transaction, id));
    if (!removed) notFound(id);
  }

  @Post(':id/ping')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Deliver an event `ping`, to try a webhook out' })
  @ApiAcceptedResponse({ standardSchema: deliveryView })
  async pingWebhook(
    @Param('id', { schema: webhookId }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof deliveryView>> {
    if ((await readWebhook(this.dataSource, id)) === undefined) notFound(id);
    const delivery = randomUUID();
    await addDelivery(this.dataSource, { id: delivery, webhook: id, event: 'ping', at: new Date() });
    this.relay.kick();
    reply.header('location', pathOf(id, delivery));
    return this.delivery(id, delivery);
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: 'List what was and is to be delivered, the newest first, with each try' })
  @ApiOkResponse({ standardSchema: deliveryPage })
  async listWebhookDeliveries(
    @Param('id', { schema: webhookId }) id: string,
    @Query({ schema: deliveryQuery }) { limit, cursor, state }: z.infer<typeof deliveryQuery>,
  ): Promise<z.infer<typeof deliveryPage>> {
    if ((await readWebhook(this.dataSource, id)) === undefined) notFound(id);
    const after = decodeCursor(position, cursor);
    const found = await listDeliveries(this.dataSource, id, { limit: limit + 1, after, state });
    return cutPage(found, limit, deliveryViewOf, ({ createdAt, id: last }) => ({ createdAt, id: last }));
  }

  @Get(':id/deliveries/:delivery')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a delivery: how it stands, with each try' })
  @ApiOkResponse({ standardSchema: deliveryView })
  async readWebhookDelivery(
    @Param('id', { schema: webhookId }) id: string,
    @Param('delivery', { schema: deliveryId }) delivery: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof deliveryView> | undefined> {
    const found = await this.delivery(id, delivery);
    return unlessUnchanged(found, contentTag(found.attempts.length, found), { request, reply });
  }

  @Post(':id/deliveries/:delivery/redeliver')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Deliver once more what has been delivered or given up' })
  @ApiAcceptedResponse({ standardSchema: deliveryView })
  @ApiResponse({ status: 409, description: 'It is still being delivered.' })
  async redeliverWebhookDelivery(
    @Param('id', { schema: webhookId }) id: string,
    @Param('delivery', { schema: deliveryId }) delivery: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof deliveryView>> {
    const known = await this.delivery(id, delivery);
    if (!(await redeliver(this.dataSource, id, delivery, new Date())))
      throw new ConflictError(`The delivery ${known.id} is still being delivered.`);
    this.relay.kick();
    reply.header('location', pathOf(id, delivery));
    return this.delivery(id, delivery);
  }

  private async delivery(id: string, delivery: string): Promise<z.infer<typeof deliveryView>> {
    const found = await readDelivery(this.dataSource, id, delivery);
    if (found === undefined) throw new NotFoundError(`There is no delivery ${delivery} of webhook ${id}.`);
    return deliveryViewOf(found);
  }

  private async changed(
    id: string,
    change: Parameters<typeof changeWebhook>[2],
    expected?: Parameters<typeof changeWebhook>[3],
  ) {
    const changed = await this.dataSource.transaction((transaction) =>
      changeWebhook(transaction, id, change, expected),
    );
    return changed ?? notFound(id);
  }

  private requireUrl(url: string): void {
    const { allowHttp, allowedNetworks } = this.config.webhooks;
    const mistake = urlMistake(url, { allowHttp, isAllowed: addressPolicy(allowedNetworks ?? []) });
    if (mistake === undefined) return;
    throw new InvalidError('The body is not valid.', { mistakes: [{ pointer: '/url', detail: mistake }] });
  }
}

/**
 * The project of a webhook that somebody makes, and what it may tell of. Who has no limits makes it for the house, and it stays
 * when they go; for who has, it acts for as long as their key has the access.
 *
 * @throws {ForbiddenError} (403) a caller with limits names another project, or comes with a token
 */
function accessOf(
  { kind, keyId, bindings }: Principal,
  named: string | undefined,
): WebhookAccess & { readonly project: string | undefined } {
  const reach = Reach.of(bindings, ['admin']);
  if (reach.isUnlimited) return { ...unlimitedAccess, project: named };
  // What a token may do is known while it is there, and not when something is delivered.
  if (kind === 'token')
    throw new ForbiddenError('A webhook of a caller with limits acts for an API key: make it with one.');
  const project = named ?? reach.home;
  if (!reach.permitsProject(project))
    throw new ForbiddenError(`The caller is not bound as admin to the project ${project}.`);
  return { project, actsFor: keyId, areas: areasOf(reach, project) };
}

/** Whether it fails is no change by anybody, but another answer. */
function tagOf(webhook: Webhook): string {
  return contentTag(webhook.revision, viewOf(webhook));
}

/** Where a delivery is read. */
function pathOf(id: string, delivery: string): string {
  return `/api/v1/webhooks/${id}/deliveries/${delivery}`;
}

function notFound(id: string): never {
  throw new NotFoundError(`There is no webhook ${id}.`);
}
