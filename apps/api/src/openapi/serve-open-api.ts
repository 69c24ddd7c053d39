import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document.js';

/** Serves the document at /api/openapi.json, and a page to read and try it at /api/docs. Both need no API key. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const document = openApiDocument(app);
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'policy-advisor API',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true },
  });
}
