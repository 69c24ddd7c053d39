import { roles } from '#libs/persistence';
import { z } from 'zod';
import { ACCESS_EXTENSION, UNLIMITED_EXTENSION } from './access.decorators.js';
import { heldTo } from './held-to.js';

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
const access = z.union([z.literal('public'), z.array(z.enum(roles))]);
const described = z.object({
  paths: z.record(
    z.string(),
    z.partialRecord(
      z.enum(methods),
      z.object({
        operationId: z.string(),
        [ACCESS_EXTENSION]: access,
        [UNLIMITED_EXTENSION]: z.literal(true).optional(),
      }),
    ),
  ),
});

/**
 * docs/access.md, from an OpenAPI document: which role may call which operation.
 *
 * @throws {z.ZodError} if an operation does not say who may call it
 */
export function accessDocument(openApi: unknown): string {
  const rows = Object.entries(described.parse(openApi).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const permitted = access.parse(operation[ACCESS_EXTENSION]);
      const marks = roles.map((role) => (permitted === 'public' || permitted.includes(role) ? 'yes' : 'no'));
      const anybody = permitted === 'public' ? 'yes' : 'no';
      const limits =
        permitted === 'public' ? '' : heldTo(path, operation?.[UNLIMITED_EXTENSION] === true).join(', ');
      return `| \`${method.toUpperCase()} ${path}\` | ${operation.operationId} | ${[...marks, anybody, limits].join(' | ')} |`;
    }),
  );
  return [
    '# Access',
    '',
    'Which role may call which operation. A call without a valid key or token answers 401, one that no role of its bindings permits 403.',
    '',
    'A role counts where its binding holds: the last column says what of project, cluster and namespace a call is held to.',
    'Ids, clusters, namespaces and projects in the path that are beyond it answer 404, as if they did not exist, and so do `project` and `base`',
    'in the query. Lists leave them out, also where their query names them: then they are empty. Clusters and namespaces in a body, or in the query',
    'of a call with one (`cluster`, `namespace`: where its manifests belong), answer 403. `everything`: the binding has to be without limits. More in [access control](access-control.md).',
    '',
    `| operation | operationId | ${roles.join(' | ')} | without a key | held to |`,
    `| --- | --- |${' --- |'.repeat(roles.length + 2)}`,
    ...rows,
    '',
  ].join('\n');
}
