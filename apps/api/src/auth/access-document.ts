import { roles } from '#libs/persistence';
import { z } from 'zod';
import { ACCESS_EXTENSION } from './access.decorators.js';

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
const access = z.union([z.literal('public'), z.array(z.enum(roles))]);
const described = z.object({
  paths: z.record(
    z.string(),
    z.partialRecord(z.enum(methods), z.object({ operationId: z.string(), [ACCESS_EXTENSION]: access })),
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
      return `| \`${method.toUpperCase()} ${path}\` | ${operation.operationId} | ${[...marks, anybody].join(' | ')} |`;
    }),
  );
  return [
    '# Access',
    '',
    'Which role may call which operation. A call without a valid key answers 401, one whose role does not permit it 403.',
    'A key holds for all clusters and namespaces.',
    '',
    `| operation | operationId | ${roles.join(' | ')} | without a key |`,
    `| --- | --- |${' --- |'.repeat(roles.length + 1)}`,
    ...rows,
    '',
  ].join('\n');
}
