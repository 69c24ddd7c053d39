import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.js';
import { PolicyStore } from './policy-store.js';

/** PodSecurityPolicies over REST. */
@Module({ controllers: [PoliciesController], providers: [PolicyStore], exports: [PolicyStore] })
export class PoliciesModule {}
