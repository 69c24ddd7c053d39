export { IntakeModule } from './intake.module.js';
export { admissionOf, limitIntake, TAKES_ROOM } from './limit-intake.js';
