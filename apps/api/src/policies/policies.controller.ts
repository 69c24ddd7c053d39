import { plainText } from '#libs/events';
import { randomUUID } from 'node:crypto';
import type { Reach } from '#libs/persistence';
import { ConflictError, NotFoundError } from '#libs/platform';
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
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, CurrentReach, projectQuery, type Principal, Roles } from '../auth/index.js';
import { ManifestTexts } from '../computations/index.js';
import {
  AnswersIfChanged,
  ChangesIfMatching,
  Consumes,
  cutPage,
  decodeCursor,
  entityTag,
  labelSelector,
  pageQuery,
  preferredMediaType,
  Produces,
  requireMatch,
  unlessUnchanged,
} from '../http/index.js';
import { fieldValidation, policyOfBody } from './policy-document.js';
import { PolicyStore, type StoredPolicy } from './policy-store.js';
import {
  policyPage,
  type PolicyView,
  policyView,
  summaryOf,
  viewOf,
  withinReach,
  yamlOf,
} from './policy-view.js';

export const JSON_OR_YAML = ['application/json', 'application/yaml'] as const;
export const READS = [
  'application/json',
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
] as const;

const policyId = z.uuid().meta({ description: 'The id of the policy.' });
const revisionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
const listQuery = pageQuery.extend({
  ...projectQuery.shape,
  name: plainText.max(253).optional().meta({ description: 'Only the policy of this name.' }),
  labelSelector: labelSelector.optional().meta({
    description:
      'Only policies whose present revision has such labels, in the grammar of Kubernetes: `team=shop,tier in (front,back),!canary`.',
  }),
});
const writeQuery = z.object({
  fieldValidation: fieldValidation.default('Strict').meta({
    description:
      'Unknown fields: refused (Strict), accepted with a warning (Warn), accepted silently (Ignore).',
  }),
});
const createQuery = writeQuery.extend(projectQuery.shape);
const policySchema = {
  schema: { type: 'object', description: 'A PodSecurityPolicy of policy/v1beta1, as JSON or YAML.' },
};

/** PodSecurityPolicies and their revisions. */
@ApiTags('policies')
@Controller('api/v1/policies')
@Roles('editor', 'viewer')
export class PoliciesController {
  constructor(
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(ManifestTexts) private readonly texts: ManifestTexts,
  ) {}

  @Post()
  @Roles('editor')
  @Consumes(...READS)
  @Produces(...JSON_OR_YAML)
  @ApiOperation({ summary: 'Upload a policy' })
  @ApiBody(policySchema)
  @ApiCreatedResponse({ standardSchema: policyView })
  @ApiResponse({ status: 409, description: 'There is a policy of that name.' })
  async createPolicy(
    @Body() body: unknown,
    @Query({ schema: createQuery }) query: z.infer<typeof createQuery>,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyView | string> {
    const { document, source, name, warnings } = await policyOfBody(this.texts, body, query.fieldValidation);
    const stored = await this.policies.add(
      reach,
      { id: randomUUID(), name, by: principal.name, at: new Date() },
      { document, source, origin: 'uploaded' },
    );
    reply.header('location', `/api/v1/policies/${stored.id}`);
    return this.answer(withinReach(stored, reach), request, reply, warnings);
  }

  @Get()
  @ApiOperation({ summary: 'List policies by name' })
  @ApiOkResponse({ standardSchema: policyPage })
  async listPolicies(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof policyPage>> {
    const after = decodeCursor(z.tuple([plainText, plainText]), query.cursor);
    const { limit, name, labelSelector: labels } = query;
    const found = await this.policies.list(reach, { limit: limit + 1, after, name, labels });
    return cutPage(found, limit, summaryOf, (last) => [last.name, last.project]);
  }

  @Get(':id')
  @Produces(...JSON_OR_YAML)
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a policy: as a resource (JSON), or as kubectl takes it (YAML)' })
  @ApiOkResponse({ standardSchema: policyView })
  async readPolicy(
    @Param('id', { schema: policyId }) id: string,
    @CurrentReach() reach: Reach,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyView | string | undefined> {
    return this.answerUnlessKnown(withinReach(await this.found(id), reach), request, reply);
  }

  @Put(':id')
  @Roles('editor')
  @Consumes(...READS)
  @Produces(...JSON_OR_YAML)
  @ApiOperation({ summary: 'Revise a policy; If-Match guards against overwriting what somebody else wrote' })
  @ApiBody(policySchema)
  @ApiOkResponse({ standardSchema: policyView })
  @ApiResponse({ status: 409, description: 'The name differs from that of the policy.' })
  @ChangesIfMatching({
    of: 'the policy',
    refused: 'It has been revised since the revision that If-Match names.',
  })
  async revisePolicy(
    @Param('id', { schema: policyId }) id: string,
    @Body() body: unknown,
    @Query({ schema: writeQuery }) query: z.infer<typeof writeQuery>,
    @CurrentPrincipal() principal: Principal,
    @CurrentReach() reach: Reach,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyView | string> {
    const { document, source, name, warnings } = await policyOfBody(this.texts, body, query.fieldValidation);
    const stored = await this.policies.revise(
      id,
      {
        by: principal.name,
        at: new Date(),
        expected: (present) => {
          requireMatch(ifMatch, present.currentRevision);
          requireSameName(present, name);
        },
      },
      { document, source, origin: 'uploaded' },
    );
    return this.answer(withinReach(stored ?? notFound(id), reach), request, reply, warnings);
  }

  @Delete(':id')
  @Roles('editor')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Delete a policy; simulations keep the revisions that they used' })
  @ApiNoContentResponse()
  @ChangesIfMatching({
    of: 'the policy',
    refused: 'It has been revised since the revision that If-Match names.',
  })
  async deletePolicy(
    @Param('id', { schema: policyId }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const removed = await this.policies.remove(id, (present) =>
      requireMatch(ifMatch, present.currentRevision),
    );
    if (!removed) notFound(id);
  }

  @Get(':id/revisions')
  @ApiOperation({ summary: 'List the revisions of a policy, the latest first' })
  @ApiOkResponse({ standardSchema: policyPage })
  async listPolicyRevisions(
    @Param('id', { schema: policyId }) id: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof policyPage>> {
    await this.found(id);
    const before = decodeCursor(z.int32(), query.cursor);
    const found = await this.policies.revisions(id, { limit: query.limit + 1, before });
    return cutPage(found, query.limit, summaryOf, ({ revision }) => revision);
  }

  @Get(':id/revisions/:revision')
  @Produces(...JSON_OR_YAML)
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a revision of a policy' })
  @ApiOkResponse({ standardSchema: policyView })
  async readPolicyRevision(
    @Param('id', { schema: policyId }) id: string,
    @Param('revision', { schema: revisionNumber }) revision: number,
    @CurrentReach() reach: Reach,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyView | string | undefined> {
    return this.answerUnlessKnown(withinReach(await this.found(id, revision), reach), request, reply);
  }

  private async found(id: string, revision?: number): Promise<StoredPolicy> {
    return (await this.policies.read(id, revision)) ?? notFound(id);
  }

  private answerUnlessKnown(stored: StoredPolicy, request: FastifyRequest, reply: FastifyReply) {
    const answer = this.answer(stored, request, reply);
    const tag = reply.getHeader('etag');
    return typeof tag === 'string' ? unlessUnchanged(answer, tag, { request, reply }) : answer;
  }

  private answer(
    stored: StoredPolicy,
    request: FastifyRequest,
    reply: FastifyReply,
    warnings: readonly string[] = [],
  ): PolicyView | string {
    const isYaml = preferredMediaType(request.headers.accept, JSON_OR_YAML) === 'application/yaml';
    // Explained or not is another representation: who may see more by now is not told that nothing has changed.
    const json = stored.explanations === undefined ? 'json' : 'explained';
    reply.header('etag', entityTag(stored.revision, isYaml ? 'yaml' : json)).header('vary', 'accept');
    if (!isYaml) return viewOf(stored, warnings);
    reply.type('application/yaml; charset=utf-8');
    return yamlOf(stored);
  }
}

// As in Kubernetes, a name identifies the object for life: verdicts and grants speak of policies by name.
function requireSameName(present: StoredPolicy, name: string): void {
  if (name === present.name) return;
  throw new ConflictError(
    `The policy is called ${present.name}; a policy of another name has to be created.`,
  );
}

function notFound(id: string): never {
  throw new NotFoundError(`There is no policy ${id}.`);
}
