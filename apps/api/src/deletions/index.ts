export { DeletionsModule } from './deletions.module.js';
export { deletionJobHandlers, reconcileDeletions } from './erase-handler.js';
