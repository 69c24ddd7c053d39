import { Module } from '@nestjs/common';
import { ProjectsController } from './projects.controller.js';

/** Projects over REST. */
@Module({ controllers: [ProjectsController] })
export class ProjectsModule {}
