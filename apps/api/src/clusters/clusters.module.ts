import { Module } from '@nestjs/common';
import { ComputationsModule } from '../computations/index.js';
import { ClustersController } from './clusters.controller.js';

/** Clusters and their manifests over REST. */
@Module({ imports: [ComputationsModule], controllers: [ClustersController] })
export class ClustersModule {}
