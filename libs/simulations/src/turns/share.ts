/**
 * How many chunks of a project may wait or run at a time, over all workers: an even part of the budget, and never none,
 * so that each project always goes on by itself.
 *
 * @param budget chunks of all projects together, as far as that leaves one to each
 * @param projects that have simulations to be evaluated now, this one included
 */
export function shareOf(budget: number, projects: number): number {
  return Math.max(1, Math.ceil(budget / Math.max(1, projects)));
}
