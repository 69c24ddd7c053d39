import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { BootstrapKey } from './bootstrap-key.js';
import { KeysController } from './keys.controller.js';

/** API keys: who calls, and whether the role permits it. */
@Module({
  controllers: [KeysController],
  providers: [ApiKeyAuthenticator, BootstrapKey, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class AuthModule {}
