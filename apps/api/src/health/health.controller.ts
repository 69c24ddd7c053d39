import { Readiness } from '#libs/platform';
import { Controller, Get, Header, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { Public } from '../auth/index.js';
import { Produces } from '../http/index.js';

const aliveView = z.object({ status: z.literal('ok') });
const readyView = z
  .object({ ready: z.boolean(), checks: z.record(z.string(), z.enum(['ok', 'failed', 'timed out'])) })
  .meta({ id: 'Readiness' });

/** What load balancers, orchestrators and Prometheus ask. */
@ApiTags('health')
@Controller()
@Public()
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Registry) private readonly metrics: Registry,
  ) {}

  @Get('healthz')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ standardSchema: aliveView })
  @Header('Cache-Control', 'no-store')
  checkHealth(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({
    summary: 'The process can do its work; otherwise the answer names the dependency that is away',
  })
  @ApiOkResponse({ standardSchema: readyView })
  @ApiServiceUnavailableResponse({ standardSchema: readyView, description: 'Not ready, or stopping.' })
  @Header('Cache-Control', 'no-store')
  async checkReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const report = await this.readiness.report();
    reply.status(report.ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }

  @Get('metrics')
  @Produces('text/plain')
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  @ApiOkResponse({ schema: { type: 'string' } })
  @Header('Cache-Control', 'no-store')
  async readMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.contentType);
    return this.metrics.metrics();
  }
}
