import { PersistenceModule } from '#libs/persistence';
import { Module } from '@nestjs/common';
import { AuditModule } from './audit/index.js';
import { AuthModule } from './auth/index.js';
import { ClustersModule } from './clusters/index.js';
import { DeletionsModule } from './deletions/index.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { IntakeModule } from './intake/index.js';
import { PoliciesModule } from './policies/index.js';
import { ProjectsModule } from './projects/index.js';
import { RuntimeEventsModule } from './runtime-events/index.js';
import { SimulationsModule } from './simulations/index.js';
import { WebhooksModule } from './webhooks/index.js';
import { WorkloadsModule } from './workloads/index.js';

/** The REST API. Guards run in the order in which their modules stand here: who calls, then in what media type. */
@Module({
  imports: [
    PersistenceModule,
    AuthModule,
    HttpModule,
    AuditModule,
    HealthModule,
    IntakeModule,
    // Features, one line each:
    ClustersModule,
    DeletionsModule,
    PoliciesModule,
    ProjectsModule,
    RuntimeEventsModule,
    SimulationsModule,
    WebhooksModule,
    WorkloadsModule,
  ],
})
export class AppModule {}
