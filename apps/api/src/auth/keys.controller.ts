import { plainText } from '#libs/events';
import {
  all,
  type ApiKeyEntity,
  type Binding,
  bindings,
  issueApiKey,
  pageOfApiKeys,
  readApiKey,
  readProject,
  revokeApiKey,
  rotateApiKey,
  stateOfApiKey,
} from '#libs/persistence';
import { type InputMistake, InvalidError, NotFoundError } from '#libs/platform';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { cutPage, decodeCursor, pageOf, pageQuery } from '../http/index.js';
import { Roles, Unlimited } from './access.decorators.js';

const requestLimit = z.int().min(1).max(100_000_000).meta({
  description: 'Requests that it may make in a window of RATE_LIMIT_WINDOW. Absent: RATE_LIMIT_REQUESTS.',
});
const newKey = z
  .strictObject({
    name: plainText.trim().min(1).max(200).meta({ description: 'What the key is for; need not be unique.' }),
    bindings: bindings.meta({
      description: 'What the key may do, and where. Several bindings together permit what one of them does.',
    }),
    requestLimit: requestLimit.optional(),
    expiresAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'From then on the key is refused. Absent: never.' }),
  })
  .meta({ id: 'NewApiKey' });
const keyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    bindings,
    state: z.enum(['valid', 'expired', 'revoked']),
    fingerprint: z
      .string()
      .meta({ description: 'The first 16 hexadecimal digits of the SHA-256 of the key.' }),
    requestLimit: requestLimit.optional(),
    previous: z
      .object({ fingerprint: z.string(), validUntil: z.iso.datetime() })
      .optional()
      .meta({ description: 'The key before it was rotated, as long as that is still taken.' }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional(),
    revokedAt: z.iso.datetime().optional(),
    lastUsedAt: z.iso.datetime().optional().meta({ description: 'To the minute.' }),
  })
  .meta({ id: 'ApiKey' });
const issuedKey = keyView
  .extend({ key: z.string().meta({ description: 'The key itself: shown here, and never again.' }) })
  .meta({ id: 'IssuedApiKey' });
const rotation = z
  .strictObject({
    graceSeconds: z.int().min(0).max(2_592_000).default(86_400).meta({
      description: 'How long the present secret is still taken; a day if it is not said, thirty at most.',
    }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'From then on the key is refused. Absent: as before.' }),
  })
  .prefault({})
  .meta({ id: 'ApiKeyRotation' });
const keyPage = pageOf(keyView).meta({ id: 'ApiKeyPage' });
const position = z.tuple([z.string(), z.uuid()]);
const keyId = z.uuid().meta({ description: 'The id of the key.' });

type KeyView = z.infer<typeof keyView>;

/** API keys. */
@ApiTags('keys')
@Controller('api/v1/keys')
@Roles('admin')
@Unlimited()
export class KeysController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post()
  @ApiOperation({ summary: 'Make an API key' })
  @ApiCreatedResponse({ standardSchema: issuedKey })
  async createKey(
    @Body({ schema: newKey })
    { name, bindings: held, expiresAt, requestLimit: limit }: z.infer<typeof newKey>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof issuedKey>> {
    const now = new Date();
    const expiry = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) };
    if (expiry.expiresAt !== undefined) inFuture('/expiresAt', expiry.expiresAt, now);
    await this.requireProjects(held);
    const { key, entity } = await issueApiKey(this.dataSource.manager, {
      name,
      bindings: held,
      requestLimit: limit,
      ...expiry,
    });
    reply.header('location', `/api/v1/keys/${entity.id}`).header('cache-control', 'no-store');
    return { ...viewOf(entity, now), key };
  }

  @Get()
  @ApiOperation({ summary: 'List the API keys by name, those no longer valid too' })
  @ApiOkResponse({ standardSchema: keyPage })
  async listKeys(
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof keyPage>> {
    const [name, id] = decodeCursor(position, query.cursor) ?? [];
    const after = name === undefined || id === undefined ? undefined : { name, id };
    const found = await pageOfApiKeys(this.dataSource.manager, { limit: query.limit + 1, after });
    const now = new Date();
    return cutPage(
      found,
      query.limit,
      (entity) => viewOf(entity, now),
      (entity) => [entity.name, entity.id],
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an API key, without the key itself' })
  @ApiOkResponse({ standardSchema: keyView })
  async readKey(@Param('id', { schema: keyId }) id: string): Promise<KeyView> {
    return viewOf((await readApiKey(this.dataSource.manager, id)) ?? notFound(id), new Date());
  }

  @Post(':id/rotate')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Give an API key another secret; the present one is taken for a while yet',
    description:
      'Bindings, name and id stay. The secret before the present one, if that is still taken, ends at once.',
  })
  @ApiOkResponse({ standardSchema: issuedKey })
  @ApiResponse({
    status: 409,
    description: 'It is revoked or expired, or it is the bootstrap key, which its file rotates.',
  })
  async rotateKey(
    @Param('id', { schema: keyId }) id: string,
    @Body({ schema: rotation }) body: z.infer<typeof rotation>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof issuedKey>> {
    const now = new Date();
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    if (expiresAt !== undefined) inFuture('/expiresAt', expiresAt, now);
    const previousValidUntil = new Date(now.getTime() + body.graceSeconds * 1_000);
    const rotated = await rotateApiKey(this.dataSource.manager, id, { now, previousValidUntil, expiresAt });
    if (rotated === undefined) return notFound(id);
    reply.header('cache-control', 'no-store');
    return { ...viewOf(rotated.entity, now), key: rotated.key };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Revoke an API key for ever; it may work for API_KEY_CACHE_TIME more' })
  @ApiNoContentResponse()
  async revokeKey(@Param('id', { schema: keyId }) id: string): Promise<void> {
    const revoked = await revokeApiKey(this.dataSource.manager, id, new Date());
    if (!revoked && (await readApiKey(this.dataSource.manager, id)) === undefined) notFound(id);
  }

  /** A project that is misspelled would give nothing, and something if it is made later. */
  private async requireProjects(held: readonly Binding[]): Promise<void> {
    const mistakes: InputMistake[] = [];
    for (const [index, { project }] of held.entries()) {
      if (project === all || (await readProject(this.dataSource, project)) !== undefined) continue;
      const pointer = `/bindings/${index}/project`;
      mistakes.push({ pointer, detail: `there is no project ${project}`, code: 'unknown-project' });
    }
    if (mistakes.length > 0) throw new InvalidError('The body is not valid.', { mistakes });
  }
}

function viewOf(entity: ApiKeyEntity, now: Date): KeyView {
  const { id, name, bindings: held, fingerprint, createdAt, expiresAt, revokedAt, lastUsedAt } = entity;
  const previous = previousOf(entity, now);
  return {
    id,
    name,
    bindings: [...held],
    state: stateOfApiKey(entity, now),
    fingerprint,
    ...(entity.requestLimit === null ? {} : { requestLimit: entity.requestLimit }),
    ...(previous === undefined ? {} : { previous }),
    createdAt: createdAt.toISOString(),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() }),
    ...(lastUsedAt === null ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  };
}

function previousOf(entity: ApiKeyEntity, now: Date): KeyView['previous'] {
  const { previousFingerprint: fingerprint, previousValidUntil: until, revokedAt } = entity;
  if (fingerprint === null || until === null || until <= now || revokedAt !== null) return undefined;
  return { fingerprint, validUntil: until.toISOString() };
}

function inFuture(pointer: string, time: Date, now: Date): void {
  if (time > now) return;
  throw new InvalidError('The body is not valid.', {
    mistakes: [{ pointer, detail: 'must be in the future' }],
  });
}

function notFound(id: string): never {
  throw new NotFoundError(`There is no API key ${id}.`);
}
