import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** In UTF-16 units: shorter texts are read in less time than it takes to hand them over, whatever is in them. */
export const shortText = 32 * 1024;

/** A body of JSON as it came, to be read elsewhere. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** Bodies of JSON that are not short come as `JsonText`: the route has them read in a thread. */
export function LeavesLongJson() {
  return RouteConfig({ leavesLongJson: true });
}

const config = z.object({ leavesLongJson: z.literal(true) });

export function leavesLongJson({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): boolean {
  return config.safeParse(routeOptions.config).success;
}
