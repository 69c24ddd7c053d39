import { type InputMistake, InvalidError, mistakesOf } from '#libs/platform';
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';

/** Parses what a handler takes by the schema that its parameter names: `@Body({ schema })`, `@Query({ schema })`. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.schema === undefined || metadata.type === 'custom') return value;
    const result = await metadata.schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    const at = metadata.data === undefined || metadata.data === '' ? [] : [metadata.data];
    const mistakes = mistakesOf(result.issues, at);
    if (metadata.type === 'body') throw new InvalidError('The body is not valid.', { mistakes });
    const detail = metadata.type === 'query' ? 'The query is not valid.' : 'The path is not valid.';
    throw new InvalidError(detail, { mistakes: mistakes.map(asParameter) });
  }
}

function asParameter({ pointer = '', detail }: InputMistake): InputMistake {
  return { parameter: pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'), detail };
}
