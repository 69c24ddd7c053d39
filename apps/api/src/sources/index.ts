export { INVENTORY_SOURCE, PROFILE_SOURCE, SourcesModule } from './sources.module.js';
