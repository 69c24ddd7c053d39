import { readHistory, readSimulation } from '#libs/simulations';
import type { DeliveredEvent } from '#libs/webhooks';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** Changes that a delivery holds; of more it says where they are. */
const MOST_CHANGES = 50;

const finished = z.object({ simulation: z.uuid() });
const changed = finished.extend({ after: z.int().min(0), through: z.int().min(1) });

/** What is told of an event: the simulation as it stands when it is told first, and the changes of verdicts. */
export async function describeEvent(
  dataSource: DataSource,
  event: DeliveredEvent,
  subject: unknown,
): Promise<object> {
  switch (event) {
    case 'ping':
      return {};
    case 'simulation.finished':
      return describeSimulation(dataSource, finished.parse(subject).simulation);
    case 'simulation.changed': {
      const { simulation, after, through } = changed.parse(subject);
      const limit = Math.min(MOST_CHANGES, through - after);
      return {
        ...(await describeSimulation(dataSource, simulation)),
        changes: await readHistory(dataSource, simulation, { limit, after }),
        after,
        through,
        href: `/api/v1/simulations/${simulation}/history?after=${after}`,
      };
    }
  }
}

async function describeSimulation(dataSource: DataSource, id: string): Promise<object> {
  const stored = await readSimulation(dataSource, id);
  if (stored === undefined) return { simulation: { id }, deleted: true };
  return { simulation: stored.simulation };
}
