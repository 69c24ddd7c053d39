import {
  type ApiKeyEntity,
  bindings,
  isExpired,
  issueApiKey,
  pageOfApiKeys,
  readApiKey,
  revokeApiKey,
} from '#libs/persistence';
import { InvalidError, NotFoundError } from '#libs/platform';
import { plainText } from '#libs/simulations';
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
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { cutPage, decodeCursor, pageOf, pageQuery } from '../http/index.js';
import { Roles, Unlimited } from './access.decorators.js';

const newKey = z
  .strictObject({
    name: plainText.trim().min(1).max(200).meta({ description: 'What the key is for; need not be unique.' }),
    bindings: bindings.meta({
      description: 'What the key may do, and where. Several bindings together permit what one of them does.',
    }),
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
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional(),
    revokedAt: z.iso.datetime().optional(),
    lastUsedAt: z.iso.datetime().optional().meta({ description: 'To the minute.' }),
  })
  .meta({ id: 'ApiKey' });
const issuedKey = keyView
  .extend({ key: z.string().meta({ description: 'The key itself: shown here, and never again.' }) })
  .meta({ id: 'IssuedApiKey' });
const keyPage = pageOf(keyView).meta({ id: 'ApiKeyPage' });
const position = z.tuple([z.string(), z.uuid()]);
const keyId = z.uuid().meta({ description: 'The id of the key.' });

type KeyView = z.infer<typeof keyView>;

/** API keys. A key is rotated by making a second one, putting it to use, and revoking the first. */
@ApiTags('keys')
@Controller('api/v1/keys')
@Roles('admin')
@Unlimited()
export class KeysController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post()
  @ApiOperation({ summary: 'Make an API key' })
  @ApiCreatedResponse({ standardSchema: issuedKey })
  async create(
    @Body({ schema: newKey }) { name, bindings: held, expiresAt }: z.infer<typeof newKey>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof issuedKey>> {
    const now = new Date();
    const expiry = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) };
    if (expiry.expiresAt !== undefined && expiry.expiresAt <= now) {
      throw new InvalidError('The body is not valid.', {
        mistakes: [{ pointer: '/expiresAt', detail: 'must be in the future' }],
      });
    }
    const { key, entity } = await issueApiKey(this.dataSource.manager, {
      name,
      bindings: held,
      ...expiry,
    });
    reply.header('location', `/api/v1/keys/${entity.id}`).header('cache-control', 'no-store');
    return { ...viewOf(entity, now), key };
  }

  @Get()
  @ApiOperation({ summary: 'List the API keys by name, those no longer valid too' })
  @ApiOkResponse({ standardSchema: keyPage })
  async list(
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
  async read(@Param('id', { schema: keyId }) id: string): Promise<KeyView> {
    return viewOf((await readApiKey(this.dataSource.manager, id)) ?? notFound(id), new Date());
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Revoke an API key for ever; it may work for API_KEY_CACHE_TIME more' })
  @ApiNoContentResponse()
  async revoke(@Param('id', { schema: keyId }) id: string): Promise<void> {
    const revoked = await revokeApiKey(this.dataSource.manager, id, new Date());
    if (!revoked && (await readApiKey(this.dataSource.manager, id)) === undefined) notFound(id);
  }
}

function viewOf(entity: ApiKeyEntity, now: Date): KeyView {
  const { id, name, bindings: held, fingerprint, createdAt, expiresAt, revokedAt, lastUsedAt } = entity;
  return {
    id,
    name,
    bindings: [...held],
    state: revokedAt !== null ? 'revoked' : isExpired(entity, now) ? 'expired' : 'valid',
    fingerprint,
    createdAt: createdAt.toISOString(),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() }),
    ...(lastUsedAt === null ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  };
}

function notFound(id: string): never {
  throw new NotFoundError(`There is no API key ${id}.`);
}
