import { Module } from '@nestjs/common';
import { QueueModule } from '../simulations/index.js';
import { WebhooksController } from './webhooks.controller.js';

/** Webhooks over REST. */
@Module({ imports: [QueueModule], controllers: [WebhooksController] })
export class WebhooksModule {}
