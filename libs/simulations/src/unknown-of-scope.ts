import { type UnknownPart, unknownInScope } from '#libs/inventory';
import type { SqlRunner } from '#libs/persistence';
import type { Scope } from './simulation.js';

/**
 * What a scope names and the inventory does not have. Nothing, if it holds nothing of the inventory: nobody has looked whether
 * the caller may know of what it names then (areas.ts).
 */
export async function unknownOfScope(runner: SqlRunner, scope: Scope): Promise<readonly UnknownPart[]> {
  return scope.manifestsOnly === true ? [] : unknownInScope(runner, scope);
}
