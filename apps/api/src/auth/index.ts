export {
  type Access,
  ACCESS_EXTENSION,
  ChangesNothing,
  Public,
  Roles,
  Unlimited,
} from './access.decorators.js';
export { AuthModule } from './auth.module.js';
export { projectQuery } from './project-query.js';
export { requireAreas, requirePlaces } from './require-areas.js';
export { authenticateRequests, TAKES_KEY_AS_PASSWORD } from './authenticate-requests.js';
export { callOf, CurrentPrincipal, CurrentReach, type Principal, principalOf } from './principal.js';
