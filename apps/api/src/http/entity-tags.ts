import { createHash } from 'node:crypto';
import { PreconditionFailedError } from '#libs/platform';
import { HttpStatus } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Tag {
  readonly opaque: string;
  readonly weak: boolean;
}

/** The tags of an If-Match or If-None-Match header, or `*`; undefined without the header. */
function tagsOf(header: string | undefined): '*' | readonly Tag[] | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  return [...header.matchAll(/(W\/)?"([\x21\x23-\x7e]*)"/g)].map(([, weak, opaque = '']) => ({
    opaque,
    weak: weak !== undefined,
  }));
}

/** `"3"` for version 3; representations other than JSON carry their name: `"3-yaml"`. */
export function entityTag(version: number, representation = 'json'): string {
  return representation === 'json' ? `"${version}"` : `"${version}-${representation}"`;
}

/**
 * `"3-Zx0…"`: of an answer that also tells of what nobody wrote, such as how much is known by now. Another one with each
 * answer that is not the same, but If-Match asks for the version alone.
 */
export function contentTag(version: number, content: unknown): string {
  return entityTag(version, createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16));
}

/** Whether the caller has this very representation already (RFC 9110 §13.1.2, weak comparison): answer 304. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = tagsOf(ifNoneMatch);
  return tags === '*' || tags?.some(({ opaque }) => opaque === tag.slice(1, -1)) === true;
}

/** Answers with the tag; with 304 and nothing else to those who have this representation already. */
export function unlessUnchanged<T>(
  view: T,
  tag: string,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): T | undefined {
  reply.header('etag', tag);
  if (!isUnchanged(request.headers['if-none-match'], tag)) return view;
  reply.status(HttpStatus.NOT_MODIFIED);
  return undefined;
}

/**
 * Checks If-Match (RFC 9110 §13.1.1, strong comparison: weak tags match nothing) against the present version, whichever
 * representation the caller read. Undefined: there is nothing yet, which no tag matches, nor does `*`.
 *
 * @throws {PreconditionFailedError} (412) somebody else was faster
 */
export function requireMatch(ifMatch: string | undefined, version: number | undefined): void {
  const tags = tagsOf(ifMatch);
  if (tags === undefined) return;
  if (version === undefined) throw new PreconditionFailedError('There is nothing that If-Match could match.');
  const isPresent = ({ opaque, weak }: Tag): boolean => !weak && opaque.split('-')[0] === String(version);
  if (tags === '*' || tags.some(isPresent)) return;
  throw new PreconditionFailedError(
    `It has changed: the present revision is ${version}. Read it again and repeat your change on it.`,
  );
}
