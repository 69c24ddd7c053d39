import { RecentMap, type Subject } from '#libs/events';
import { contentId } from '#libs/persistence';

/** What is known of the image that a container runs: the JSON of it, and an id made from that. */
export interface Image {
  readonly id: string;
  readonly description: string;
}

const images = new RecentMap<string, Image>(20_000);
/** Descriptions of more characters are long: few are, and volumes that an agent makes up must not fill the memory. */
const longDescription = 1_024;
const longImages = new RecentMap<string, Image>(50);

/** The image of a container as an agent describes it. */
export function imageOf({ image, imageDigest, imageUser, imageVolumes }: Subject['container']): Image {
  const volumes = imageVolumes === undefined ? undefined : [...new Set(imageVolumes)].sort();
  const description = JSON.stringify({ image, digest: imageDigest, user: imageUser, volumes });
  const alike = description.length > longDescription ? longImages : images;
  let known = alike.get(description);
  if (known === undefined) alike.set(description, (known = { id: contentId(description), description }));
  return known;
}
