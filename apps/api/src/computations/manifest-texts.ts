import { type ManifestSource, parseManifestObjects, parseManifests, readManifests } from '#libs/inventory';
import type { ManifestDocument } from '#libs/kubernetes';
import { Inject, Injectable } from '@nestjs/common';
import { Computations } from './computations.js';

/** In UTF-16 units: shorter texts are read in less time than it takes to hand them over, whatever is in them. */
const SHORT = 32 * 1024;

/** Texts of manifests: long ones, of which the worst take seconds, are read in a thread. */
@Injectable()
export class ManifestTexts {
  constructor(@Inject(Computations) private readonly computations: Computations) {}

  /** Throws as `parseManifests` does, and as `ThreadPool.run`. */
  async parse(text: string, source: ManifestSource): Promise<readonly ManifestDocument[]> {
    if (text.length <= SHORT) return parseManifests(text, source);
    return readManifests(await this.computations.run('readDocuments', text), source);
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
