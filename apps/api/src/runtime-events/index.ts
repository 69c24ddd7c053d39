export { RuntimeEventsModule } from './runtime-events.module.js';
export { limitIntake } from './limit-intake.js';
