import { MethodNotAllowedError } from '#libs/platform';
import type { FastifyInstance, HTTPMethods } from 'fastify';

const methods = [
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
] as const satisfies readonly HTTPMethods[];

/**
 * Answers 405 with Allow, where Fastify would answer 404, for the methods that a known path lacks. Call before any
 * route is registered; call what it returns when all routes are.
 */
export function methodsNotAllowed(fastify: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  // Fastify reads a body with it, and refuses one that has none: here it is refused anyway.
  fastify.addHttpMethod('QUERY', { overrideExisting: true });
  fastify.addHook('onRoute', ({ url, method }) => {
    const present = known.get(url) ?? new Set<string>();
    for (const name of [method].flat()) present.add(name);
    known.set(url, present);
  });
  return () => {
    for (const [url, present] of known) {
      const missing = methods.filter((method) => !present.has(method));
      if (url.includes('*') || missing.length === 0) continue;
      const allow = [...present].sort().join(', ');
      fastify.route({
        method: missing,
        url,
        exposeHeadRoute: false,
        handler: (request) => {
          throw new MethodNotAllowedError(`${request.method} is not possible here, only ${allow}.`, {
            headers: { allow },
          });
        },
      });
    }
  };
}
