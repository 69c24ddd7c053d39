import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/index.js';
import { AnalysesController } from './analyses.controller.js';
import { GenerateController } from './generate.controller.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyStore } from './policy-store.js';

/** PodSecurityPolicies over REST. */
@Module({
  imports: [SourcesModule],
  controllers: [AnalysesController, GenerateController, PoliciesController],
  providers: [PolicyStore],
  exports: [PolicyStore],
})
export class PoliciesModule {}
