import {
  type ManifestSource,
  parseManifestObjects,
  parseManifests,
  readManifestObjects,
  readManifests,
} from '#libs/inventory';
import type { ManifestDocument } from '#libs/kubernetes';
import { InvalidError, mistakesOf } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { deepestNesting, JsonText, nestedTooDeep, notJson, shortText } from '../http/index.js';
import { Computations } from './computations.js';
import { type ReadBody, readManifestsBody } from './manifests-body.js';

/** Texts of manifests: long ones, of which the worst take seconds, are read in a thread. */
@Injectable()
export class ManifestTexts {
  constructor(@Inject(Computations) private readonly computations: Computations) {}

  /** Throws as `parseManifests` does, and as `ThreadPool.run`. */
  async parse(text: string, source: ManifestSource): Promise<readonly ManifestDocument[]> {
    if (text.length <= shortText) return parseManifests(text, source);
    return readManifests(await this.computations.run('readDocuments', text), source);
  }

  /**
   * Manifests that are the body of a request: a text of YAML; an object, a list of them, or `manifests` in JSON.
   *
   * @throws {MalformedError} (400) it can't be read
   * @throws {InvalidError} (422) it is something else, or what is in it can't be read
   */
  async ofBody(body: unknown): Promise<readonly ManifestDocument[]> {
    if (typeof body === 'string') return this.parse(body, { pointer: '', isBody: true });
    if (!(body instanceof JsonText)) return manifestsOf(readManifestsBody(body));
    const { text } = body;
    return manifestsOf(await this.computations.run('readManifestsText', { text, deepest: deepestNesting }));
  }

  /** Manifests of a body in JSON, as one text or as objects. Throws `InvalidError` (422). */
  async given(
    manifests: string | readonly Readonly<Record<string, unknown>>[],
    pointer: string,
  ): Promise<readonly ManifestDocument[]> {
    return typeof manifests === 'string'
      ? this.parse(manifests, { pointer, isBody: false })
      : parseManifestObjects(manifests, pointer);
  }
}

function manifestsOf(read: ReadBody): readonly ManifestDocument[] {
  if ('unreadable' in read) throw read.unreadable === 'too-deep' ? nestedTooDeep() : notJson();
  if ('issues' in read)
    throw new InvalidError('The body is not valid.', { mistakes: mistakesOf(read.issues) });
  const { pointer, isText } = read;
  return isText
    ? readManifests(read.read, { pointer, isBody: false })
    : readManifestObjects(read.read, pointer);
}
