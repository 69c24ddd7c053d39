import { type Role } from '#libs/persistence';
import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'access:public';
export const ROLES = 'access:roles';

/** Reachable without an API key. */
export const Public = () => SetMetadata(PUBLIC, true);

/**
 * The roles that may call a route (or all routes of a controller; the decorator of a method wins). admin may call
 * every route and need not be named. A route with neither @Public nor @Roles answers 403 to everybody.
 */
export const Roles = (...roles: readonly Role[]) => SetMetadata(ROLES, roles);
