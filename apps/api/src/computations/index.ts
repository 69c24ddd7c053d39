export { Computations } from './computations.js';
export { ComputationsModule } from './computations.module.js';
export { ManifestTexts } from './manifest-texts.js';
