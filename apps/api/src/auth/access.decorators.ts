import type { Role } from '#libs/persistence';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Who may call a route. The same is written into the OpenAPI document, as `x-access`. */
export type Access = 'public' | readonly Role[];

export const ACCESS = 'access';
export const ACCESS_EXTENSION = 'x-access';
export const UNLIMITED = 'access without limits';
export const UNLIMITED_EXTENSION = 'x-access-unlimited';

export const CHANGES = 'changes something';

function access(value: Access) {
  return applyDecorators(SetMetadata(ACCESS, value), ApiExtension(ACCESS_EXTENSION, value));
}

/** Reachable without an API key. */
export const Public = () => access('public');

/**
 * The roles that may call a route (or all routes of a controller; the decorator of a method wins). admin may call
 * every route and need not be named. A route with neither @Public nor @Roles answers 403 to everybody.
 */
export const Roles = (...roles: readonly Role[]) =>
  access(['admin', ...roles.filter((role) => role !== 'admin')]);

/**
 * For what belongs to no project and to no cluster: the role has to hold in all projects, clusters and namespaces.
 */
export const Unlimited = () =>
  applyDecorators(SetMetadata(UNLIMITED, true), ApiExtension(UNLIMITED_EXTENSION, true));

/** For what asks with POST and changes nothing, or changes what is too much to be recorded: see the audit log. */
export const ChangesNothing = () => SetMetadata(CHANGES, false);
