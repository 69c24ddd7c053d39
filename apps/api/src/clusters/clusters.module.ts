import { Module } from '@nestjs/common';
import { ClustersController } from './clusters.controller.js';

/** Clusters and their manifests over REST. */
@Module({ controllers: [ClustersController] })
export class ClustersModule {}
