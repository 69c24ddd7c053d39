import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { Authenticator } from './authenticator.js';
import { BootstrapKey } from './bootstrap-key.js';
import { RateLimits } from './rate-limits.js';
import { KeysController } from './keys.controller.js';

/** Who calls, and what the caller may do. */
@Module({
  controllers: [KeysController],
  providers: [
    ApiKeyAuthenticator,
    Authenticator,
    BootstrapKey,
    RateLimits,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AuthModule {}
