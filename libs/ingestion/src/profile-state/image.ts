import { RecentMap, type Subject } from '#libs/events';
import { contentId } from '#libs/persistence';

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
