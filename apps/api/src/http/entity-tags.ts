import { PreconditionFailedError } from '#libs/platform';

/** The opaque tags of an If-Match or If-None-Match header, or `*`; undefined without the header. */
function tagsOf(header: string | undefined): '*' | readonly string[] | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  return [...header.matchAll(/(?:W\/)?"([\x21\x23-\x7e]*)"/g)].map(([, tag = '']) => tag);
}

/** `"3"` for version 3; representations other than JSON carry their name: `"3-yaml"`. */
export function entityTag(version: number, representation = 'json'): string {
  return representation === 'json' ? `"${version}"` : `"${version}-${representation}"`;
}

/** Whether the caller has this very representation already (RFC 9110 §13.1.2): answer 304. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = tagsOf(ifNoneMatch);
  return tags === '*' || tags?.includes(tag.slice(1, -1)) === true;
}

/**
 * Checks If-Match (RFC 9110 §13.1.1) against the present version, whichever representation the caller read.
 *
 * @throws {PreconditionFailedError} (412) somebody else was faster
 */
export function requireMatch(ifMatch: string | undefined, version: number): void {
  const tags = tagsOf(ifMatch);
  if (tags === undefined || tags === '*' || tags.some((tag) => tag.split('-')[0] === String(version))) return;
  throw new PreconditionFailedError(
    `It has changed: the present revision is ${version}. Read it again and repeat your change on it.`,
  );
}
