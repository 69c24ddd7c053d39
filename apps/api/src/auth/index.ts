export { Public, Roles } from './access.decorators.js';
export { AuthModule } from './auth.module.js';
export { CurrentPrincipal, type Principal } from './principal.js';
