import { createHash } from 'node:crypto';
import { RecentMap, type Subject } from '#libs/events';

/** What is known of the image that a container runs: the JSON of it, and an id made from that. */
export interface Image {
  readonly id: string;
  readonly description: string;
}

const images = new RecentMap<string, Image>(20_000);

/** The image of a container as an agent describes it. */
export function imageOf({ image, imageDigest, imageUser, imageVolumes }: Subject['container']): Image {
  const volumes = imageVolumes === undefined ? undefined : [...new Set(imageVolumes)].sort();
  const description = JSON.stringify({ image, digest: imageDigest, user: imageUser, volumes });
  let known = images.get(description);
  if (known === undefined) images.set(description, (known = { id: contentId(description), description }));
  return known;
}

/** A UUID (version 8, RFC 9562) made from the SHA-256 of a text. */
export function contentId(text: string): string {
  const hash = createHash('sha256').update(text, 'utf8').digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
