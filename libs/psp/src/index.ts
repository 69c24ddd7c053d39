export * from './policy.js';
export type * from './answer.js';
