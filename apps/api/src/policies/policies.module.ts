import { Module } from '@nestjs/common';
import { ComputationsModule } from '../computations/index.js';
import { SourcesModule } from '../sources/index.js';
import { AnalysesController } from './analyses.controller.js';
import { GenerateController } from './generate.controller.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyGenerator } from './policy-generator.js';
import { PolicyStore } from './policy-store.js';

/** PodSecurityPolicies over REST. */
@Module({
  imports: [ComputationsModule, SourcesModule],
  controllers: [AnalysesController, GenerateController, PoliciesController],
  providers: [PolicyGenerator, PolicyStore],
  exports: [PolicyGenerator, PolicyStore],
})
export class PoliciesModule {}
