import { addDecision, listDecisions, readDecision, readWorkload, removeDecision } from '#libs/ingestion';
import { NotFoundError } from '#libs/platform';
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
import { CurrentPrincipal, type Principal, Roles } from '../auth/index.js';
import { cutPage, decodeCursor, pageQuery } from '../http/index.js';
import {
  decisionPage,
  type DecisionView,
  decisionView,
  decisionViewOf,
  newDecision,
  type NewDecisionBody,
  requireNotInFuture,
} from './decision-view.js';

const uuid = z.uuid();

/** What people decide about the profile of a workload: what is forgotten, what is pinned, where learning begins anew. */
@ApiTags('workloads')
@Controller('api/v1/workloads/:id/decisions')
@Roles('editor', 'viewer')
export class DecisionsController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post()
  @Roles('editor')
  @ApiOperation({
    summary: 'Forget items of a profile, pin one, or begin to learn anew',
    description:
      'Decisions are applied whenever the profile is read, also to what is observed later. What is pinned counts as observed for ever, also where it is forgotten.',
  })
  @ApiCreatedResponse({ standardSchema: decisionView })
  @ApiResponse({ status: 404, description: 'There is no such workload.' })
  @ApiResponse({ status: 409, description: 'The same is decided already, or too much is.' })
  async createDecision(
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: newDecision }) body: NewDecisionBody,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecisionView> {
    const at = new Date();
    requireNotInFuture(body, at.toISOString().slice(0, 10));
    await this.requireWorkload(id);
    const stored = await addDecision(this.dataSource, id, { ...body, by: principal.name, at });
    reply.header('location', `/api/v1/workloads/${id}/decisions/${stored.id}`);
    return decisionViewOf(stored);
  }

  @Get()
  @ApiOperation({ summary: 'List what was decided about the profile of a workload' })
  @ApiOkResponse({ standardSchema: decisionPage })
  @ApiResponse({ status: 404, description: 'There is no such workload.' })
  async listDecisions(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof decisionPage>> {
    const after = decodeCursor(uuid, query.cursor);
    await this.requireWorkload(id);
    const found = await listDecisions(this.dataSource, id, { limit: query.limit + 1, after });
    return cutPage(found, query.limit, decisionViewOf, (each) => each.id);
  }

  @Get(':decision')
  @ApiOperation({ summary: 'Read a decision about a profile' })
  @ApiOkResponse({ standardSchema: decisionView })
  @ApiResponse({ status: 404, description: 'There is no such decision.' })
  async readDecision(
    @Param('id', { schema: uuid }) id: string,
    @Param('decision', { schema: uuid }) decision: string,
  ): Promise<DecisionView> {
    const found = await readDecision(this.dataSource, id, decision);
    if (found === undefined) throw notFound();
    return decisionViewOf(found);
  }

  @Delete(':decision')
  @Roles('editor')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Take a decision back: the profile is as if it had never been made' })
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, description: 'There is no such decision.' })
  async deleteDecision(
    @Param('id', { schema: uuid }) id: string,
    @Param('decision', { schema: uuid }) decision: string,
  ): Promise<void> {
    if (!(await removeDecision(this.dataSource, id, decision))) throw notFound();
  }

  private async requireWorkload(id: string): Promise<void> {
    if ((await readWorkload(this.dataSource, id)) === undefined) {
      throw new NotFoundError('There is no workload with this id.');
    }
  }
}

function notFound(): NotFoundError {
  return new NotFoundError('There is no such decision about this workload.');
}
