import { plainText } from '#libs/events';
import { actorKind, type AuditEntry, auditOutcome, listAudit } from '#libs/persistence';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Roles, Unlimited } from '../auth/index.js';
import { cutPage, decodeCursor, pageOf, pageQuery } from '../http/index.js';

const entryView = z
  .object({
    id: z.int().min(1).meta({ description: 'Grows; later entries have greater ones.' }),
    at: z.iso.datetime(),
    actor: z.object({
      kind: actorKind.meta({
        description: 'An API key, a token of the OpenID provider, a command, or the service itself.',
      }),
      id: z
        .string()
        .optional()
        .meta({ description: 'The id of the key, or one made from the subject of a token.' }),
      name: z.string(),
    }),
    requestId: z.string().meta({ description: 'The X-Request-Id of the call, as in logs and answers.' }),
    operation: z.string().meta({
      description: 'The operationId, or the name of a command, or of what the service does by itself.',
    }),
    outcome: auditOutcome.meta({
      description: 'done; refused: by an answer of 4xx; failed: by a fault of the service.',
    }),
    status: z
      .int()
      .optional()
      .meta({ description: 'Of the answer. Absent: the entry was written with the change itself.' }),
    object: z.object({
      kind: z.string().optional(),
      id: z.string().optional(),
      project: z.string().optional(),
      cluster: z.string().optional(),
      namespace: z.string().optional(),
    }),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'AuditEntry' });
const entryPage = pageOf(entryView).meta({ id: 'AuditPage' });

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const auditQuery = pageQuery.extend({
  actor: plainText
    .max(253)
    .optional()
    .meta({ description: 'The id of a key, or of the subject of a token.' }),
  operation: plainText.max(100).optional(),
  outcome: auditOutcome.optional(),
  object: plainText
    .max(253)
    .optional()
    .meta({ description: 'The id of an object, or the name of a project.' }),
  request: plainText.max(128).optional().meta({ description: 'The X-Request-Id of a call.' }),
  from: time.optional().meta({ description: 'Not before this time.' }),
  to: time.optional().meta({ description: 'Before this time.' }),
});

/** Who did what. */
@ApiTags('audit')
@Controller('api/v1/audit')
@Roles('admin')
@Unlimited()
export class AuditController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'List who did what to which object, the newest first',
    description:
      'Calls that change something, whether they succeeded or not. Entries are written in the transaction of the change, and the database lets nobody change them.',
  })
  @ApiOkResponse({ standardSchema: entryPage })
  async listAuditEntries(
    @Query({ schema: auditQuery }) { limit, cursor, ...filter }: z.infer<typeof auditQuery>,
  ): Promise<z.infer<typeof entryPage>> {
    const before = decodeCursor(z.int().min(1), cursor);
    const found = await listAudit(this.dataSource, { limit: limit + 1, before, filter });
    return cutPage(found, limit, viewOf, ({ id }) => id);
  }
}

function viewOf({ at, details, status, actor, object, ...rest }: AuditEntry): z.infer<typeof entryView> {
  return {
    ...rest,
    at: at.toISOString(),
    actor: { kind: actor.kind, name: actor.name, ...(actor.id === undefined ? {} : { id: actor.id }) },
    ...(status === undefined ? {} : { status }),
    object: withoutAbsent(object),
    ...(details === undefined ? {} : { details }),
  };
}

function withoutAbsent(object: AuditEntry['object']): Partial<Record<keyof AuditEntry['object'], string>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
