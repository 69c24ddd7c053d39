import {
  type DocumentMistake,
  type FieldError,
  fieldErrorText,
  type ManifestDocument,
  type ReadDocuments,
  readDocuments,
  readObjects,
} from '#libs/kubernetes';
import { type InputMistake, InvalidError, jsonPointer, MalformedError } from '#libs/platform';

/** Where a text or list of manifests came from: the whole body of a request, or a field of it by JSON Pointer. */
export interface ManifestSource {
  readonly pointer: string;
  /** The body itself is the text: what can't be read makes the request malformed. */
  readonly isBody: boolean;
}

/**
 * Reads a text of manifests, all or nothing.
 *
 * @throws {MalformedError} (400) if the text is the body of the request, else {InvalidError} (422); both name line,
 * column and reason of each mistake
 */
export function parseManifests(text: string, source: ManifestSource): readonly ManifestDocument[] {
  return readManifests(readDocuments(text), source);
}

/** The same of a text that has been read by `readDocuments` elsewhere. */
export function readManifests(
  { documents, mistakes }: ReadDocuments,
  source: ManifestSource,
): readonly ManifestDocument[] {
  if (mistakes.length === 0) return documents;
  const listed = mistakes.map((mistake) => documentMistake(mistake, source.pointer));
  if (source.isBody) throw new MalformedError('The manifests could not be read.', { mistakes: listed });
  throw new InvalidError('The manifests could not be read.', { mistakes: listed });
}

/** Manifests that came as JSON objects; Lists among them are replaced by their items. Throws `InvalidError`. */
export function parseManifestObjects(
  objects: readonly Readonly<Record<string, unknown>>[],
  pointer: string,
): readonly ManifestDocument[] {
  const { documents, mistakes } = readObjects(objects);
  if (mistakes.length === 0) return documents;
  throw new InvalidError('The manifests could not be read.', {
    mistakes: mistakes.map(({ index, path, message }) => ({
      pointer: `${pointer}/${index}${path}`,
      detail: message,
    })),
  });
}

/**
 * Where a manifest stands in a request. `pointer`: of the list of objects or of the text, empty for the body itself.
 * Within a text there are no pointers: there `line` tells documents apart.
 */
export function documentPointer({ index, line, path }: ManifestDocument, pointer: string): string {
  if (line !== 0) return pointer;
  return pointer === '' ? path : `${pointer}/${index}${path}`;
}

function documentMistake({ line, column, message }: DocumentMistake, pointer: string): InputMistake {
  return { pointer, detail: `line ${line}, column ${column}: ${message}`, code: 'unreadable-manifest' };
}

/**
 * Errors in the fields of one document, in Kubernetes' words (`spec.runAsUser.rule: Unsupported value: "x": …`). `line`
 * is where the document begins, absent where there are no lines or just one document.
 */
export function fieldMistakes(
  errors: readonly FieldError[],
  place: { readonly pointer: string; readonly line?: number | undefined },
): readonly InputMistake[] {
  const prefix = place.line === undefined || place.line === 0 ? '' : `document at line ${place.line}: `;
  return errors.map((error) => ({
    pointer: place.pointer + fieldPointer(error.field),
    detail: prefix + fieldErrorText(error),
    code: fieldErrorCodes[error.type],
  }));
}

/** Stable codes of field errors, as the reasons of causes in a Status of Kubernetes. */
const fieldErrorCodes: Readonly<Record<FieldError['type'], string>> = {
  FieldValueNotFound: 'FieldValueNotFound',
  FieldValueRequired: 'FieldValueRequired',
  FieldValueDuplicate: 'FieldValueDuplicate',
  FieldValueInvalid: 'FieldValueInvalid',
  FieldValueNotSupported: 'FieldValueNotSupported',
  FieldValueForbidden: 'FieldValueForbidden',
  FieldValueTooLong: 'FieldValueTooLong',
  DecodeError: 'FieldValueTypeInvalid',
};

/** `spec.containers[0].name` → `/spec/containers/0/name`; keys in brackets may be quoted. */
export function fieldPointer(field: string): string {
  const segments: (string | number)[] = [];
  for (const [, name, quoted, bracketed] of field.matchAll(
    /([^.[\]]+)|\[("(?:[^"\\]|\\.)*")\]|\[([^\]]*)\]/g,
  )) {
    if (quoted !== undefined) segments.push(String(JSON.parse(quoted)));
    else segments.push(name ?? bracketed ?? '');
  }
  return jsonPointer(segments);
}
