export { RuntimeEventsModule } from './runtime-events.module.js';
