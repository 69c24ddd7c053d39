export { Computations } from './computations.js';
export { ComputationsModule } from './computations.module.js';
