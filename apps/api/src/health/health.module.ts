import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** /healthz, /readyz and /metrics. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
