import { type InputMistake, InvalidError, mistakesOf } from '#libs/platform';
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';

/** Parses what a handler takes by the schema that its parameter names: `@Body({ schema })`, `@Query({ schema })`. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { schema, type, data } = metadata;
    if (schema === undefined || type === 'custom') return value;
    const result = await schema['~standard'].validate(value);
    const at = data === undefined || data === '' ? [] : [data];
    const mistakes = result.issues === undefined ? [] : mistakesOf(result.issues, at);
    if (type === 'body') {
      if (result.issues === undefined) return result.value;
      throw new InvalidError('The body is not valid.', { mistakes });
    }
    const inUrl = [...mistakes.map(asParameter), ...unstorable(value, at)];
    if (type === 'query') inUrl.push(...unknownParameters(value, schema));
    if (result.issues === undefined && inUrl.length === 0) return result.value;
    const detail = type === 'query' ? 'The query is not valid.' : 'The path is not valid.';
    throw new InvalidError(detail, { mistakes: inUrl });
  }
}

function asParameter({ pointer = '', detail }: InputMistake): InputMistake {
  return { parameter: pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'), detail };
}

// A filter whose name is mistyped would otherwise be no filter at all.
function unknownParameters(value: unknown, schema: unknown): readonly InputMistake[] {
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  const known = Object.keys(schema.shape);
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((parameter) => ({ parameter, detail: `unknown; there are: ${known.join(', ')}` }));
}

// %00 decodes to a character that Postgres can't compare anything with.
function unstorable(value: unknown, at: readonly string[]): readonly InputMistake[] {
  const values: readonly (readonly [string, unknown])[] =
    typeof value === 'object' && value !== null ? Object.entries(value) : [[at.join('.'), value]];
  return values
    .filter(([, text]) => typeof text === 'string' && text.includes('\0'))
    .map(([parameter]) => ({ parameter, detail: 'may not contain NUL' }));
}
