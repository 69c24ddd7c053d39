import 'reflect-metadata';
import { loadConfig, processModule } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../app.module.js';
import { openApiDocument } from './document.js';

/** The OpenAPI document of the API as it is built, without starting it: nothing is instantiated, nothing connected to. */
export async function describeApi(): Promise<OpenAPIObject> {
  const config = loadConfig({ DATABASE_URL: 'postgres://127.0.0.1/policy_advisor', LOG_LEVEL: 'silent' });
  const app = await NestFactory.create(processModule(AppModule, config, 'api'), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return openApiDocument(app);
}
