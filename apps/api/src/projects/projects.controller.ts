import { plainText } from '#libs/events';
import {
  createProject,
  deleteProject,
  listProjects,
  projectName,
  type Reach,
  readProject,
  type StoredProject,
  updateProject,
} from '#libs/persistence';
import { NotFoundError } from '#libs/platform';
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
import { CurrentPrincipal, CurrentReach, type Principal, Roles, Unlimited } from '../auth/index.js';
import {
  AnswersIfChanged,
  ChangesIfMatching,
  cutPage,
  decodeCursor,
  entityTag,
  pageOf,
  pageQuery,
  requireMatch,
  unlessUnchanged,
} from '../http/index.js';

const description = plainText.max(2_000).meta({ description: 'What the project is for.' });
const newProject = z
  .strictObject({
    name: projectName.meta({ description: 'A DNS label.' }),
    description: description.default(''),
  })
  .meta({ id: 'NewProject' });
const projectChange = z.strictObject({ description }).meta({ id: 'ProjectChange' });
const projectView = z
  .object({
    name: z.string(),
    description: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Project' });
const projectPage = pageOf(projectView).meta({ id: 'ProjectPage' });
const nameInPath = projectName.meta({ description: 'The name of the project.' });

type ProjectView = z.infer<typeof projectView>;

/** Projects: to whom policies and simulations belong. */
@ApiTags('projects')
@Controller('api/v1/projects')
export class ProjectsController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post()
  @Roles('admin')
  @Unlimited()
  @ApiOperation({ summary: 'Make a project' })
  @ApiCreatedResponse({ standardSchema: projectView })
  @ApiResponse({ status: 409, description: 'There is a project of that name.' })
  async createProject(
    @Body({ schema: newProject }) body: z.infer<typeof newProject>,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectView> {
    const stored = await createProject(this.dataSource, { ...body, by: principal.name });
    reply.header('location', `/api/v1/projects/${stored.name}`);
    return answer(stored, reply);
  }

  @Get()
  @Roles('editor', 'viewer')
  @ApiOperation({ summary: 'List the projects that the caller is bound to, by name' })
  @ApiOkResponse({ standardSchema: projectPage })
  async listProjects(
    @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>,
    @CurrentReach() reach: Reach,
  ): Promise<z.infer<typeof projectPage>> {
    const after = decodeCursor(plainText, cursor);
    const found = await listProjects(this.dataSource, reach, { limit: limit + 1, after });
    return cutPage(found, limit, viewOf, ({ name }) => name);
  }

  @Get(':project')
  @Roles('editor', 'viewer')
  @AnswersIfChanged()
  @ApiOperation({ summary: 'Read a project' })
  @ApiOkResponse({ standardSchema: projectView })
  async readProject(
    @Param('project', { schema: nameInPath }) name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectView | undefined> {
    const stored = (await readProject(this.dataSource, name)) ?? notFound(name);
    return unlessUnchanged(viewOf(stored), entityTag(stored.revision), { request, reply });
  }

  @Put(':project')
  @Roles('admin')
  @ApiOperation({ summary: 'Change what is said of a project; its name stays' })
  @ApiOkResponse({ standardSchema: projectView })
  @ChangesIfMatching({
    of: 'the project',
    refused: 'It has been changed since the ETag that If-Match names.',
  })
  async updateProject(
    @Param('project', { schema: nameInPath }) name: string,
    @Body({ schema: projectChange }) body: z.infer<typeof projectChange>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectView> {
    const stored = await updateProject(this.dataSource, name, body.description, ({ revision }) =>
      requireMatch(ifMatch, revision),
    );
    return answer(stored ?? notFound(name), reply);
  }

  @Delete(':project')
  @Roles('admin')
  @Unlimited()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Delete a project that nothing belongs to any more' })
  @ApiNoContentResponse()
  @ApiResponse({
    status: 409,
    description: 'It has policies, simulations or webhooks, keys are bound to it, or it is `default`.',
  })
  @ChangesIfMatching({
    of: 'the project',
    refused: 'It has been changed since the ETag that If-Match names.',
  })
  async deleteProject(
    @Param('project', { schema: nameInPath }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = ({ revision }: StoredProject): void => requireMatch(ifMatch, revision);
    const deleted = await deleteProject(this.dataSource, name, expected, new Date());
    if (!deleted) notFound(name);
  }
}

function answer(stored: StoredProject, reply: FastifyReply): ProjectView {
  reply.header('etag', entityTag(stored.revision, 'json'));
  return viewOf(stored);
}

function viewOf({ name, description: about, createdAt, createdBy }: StoredProject): ProjectView {
  return { name, description: about, createdAt: createdAt.toISOString(), createdBy };
}

function notFound(name: string): never {
  throw new NotFoundError(`There is no project ${name}.`);
}
