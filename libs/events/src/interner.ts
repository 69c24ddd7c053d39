import { z } from 'zod';
import { compareText } from './compare.js';
import { containerUid } from './pod-identity.js';
import { isFields, itemKey, parsedFields, type RawFields } from './item-key.js';
import { isSameItem, type ItemFields, itemFields, likenessOf } from './item-likeness.js';
import {
  type Dimension,
  dimensionNames,
  dimensions,
  type ObservedItem,
  observedItem,
} from './observation.js';
import { readSubject } from './read-subject.js';
import { textOf } from './instant-reader.js';
import { RecentBytes } from './recent-bytes.js';
import { RecentMap } from './recent-map.js';
import { type ObservedContainer, observedContainer, runtimeEvent } from './runtime-event.js';
import { isSameList, pick, Samples } from './samples.js';
import { hashOf, hashOfBoth } from './seen-before.js';

/** An item that the schema has accepted. Equal items are the same object, as long as the interner remembers them. */
export interface KnownItem {
  readonly key: string;
  /** Another one for each that an interner makes: good for looking them up. */
  readonly number: number;
  readonly dimension: Dimension;
  /** Place of the dimension among `dimensionNames`. */
  readonly dimensionIndex: number;
  readonly item: ObservedItem;
}

/** Who sends events: an agent on a node of a cluster. */
export interface Origin {
  readonly cluster: string;
  readonly node: string;
  readonly agent: { readonly name: string; readonly version: string; readonly instance?: string };
}

/** The container that observations are about, as the agent described it. */
export interface Subject extends Omit<ObservedContainer, 'observations'> {
  readonly cluster: string;
  /**
   * The id of the container is all that the agent knows: `namespace` and the names are empty, and the UID of the pod stands
   * for the container.
   */
  readonly onlyContainer?: true;
}

/** How the messages of a format describe a pod's container, and how the same description is told again. */
export interface Description {
  /** Of the values in which most differ. */
  hash(raw: RawFields): number;
  /** What is compared, without the rest. */
  compared(raw: RawFields): RawFields;
  isSame(compared: RawFields, raw: RawFields): boolean;
  /** `namespace`, `pod`, `owner`, `container` of a native event. */
  describe(raw: RawFields): RawFields;
}

interface ItemSample extends ItemFields {
  readonly item: KnownItem;
}

interface DescribedSubject {
  readonly compared: RawFields;
  readonly subject: Subject;
}

interface WithinCluster {
  readonly cluster: string;
  readonly fields: RawFields;
}

const rememberedItems = 100_000;
/** Keys of more characters are long: few are, and a container that makes up paths without end must not fill the memory. */
const longKey = 256;
const rememberedLongItems = 1_000;
const rememberedSubjects = 100_000;
/** The same for texts about the image of a container: an agent may make up volumes without end as well. */
const longSubject = 1_024;
const rememberedLongSubjects = 100;
const rememberedContainers = 20_000;
const rememberedOrigins = 20_000;
/** What is longer is rare: it is parsed each time. */
const [mostBytesOfItem, mostBytesOfSubject] = [256, 768];
/** A container starts once: few are asked for again. */
const rememberedStarts = 1_000;

const origin = runtimeEvent.pick({ cluster: true, node: true, agent: true });
const unnumberedOrigin = z.object({
  cluster: runtimeEvent.shape.cluster,
  node: runtimeEvent.shape.node,
  agent: runtimeEvent.shape.agent.pick({ name: true, version: true }),
});
export const subject = observedContainer.omit({ observations: true });
const imageOfContainer = observedContainer.shape.container.pick({ image: true, imageDigest: true });

/**
 * Recognises what repeats, so that schemas have to look at each agent, container and item once and not with each event.
 * Holds a bounded number of each.
 */
export class Interner {
  readonly #itemSamples = new Samples<ItemSample, RawFields>(rememberedItems, isSameItem);
  readonly #items = new RecentMap<string, KnownItem>(rememberedItems);
  readonly #longItems = new RecentMap<string, KnownItem>(rememberedLongItems);
  #itemsMade = 0;
  readonly #origins = new RecentMap<string, Origin>(rememberedOrigins);
  readonly #unnumberedOrigins = new Samples<Origin, RawFields>(
    rememberedOrigins,
    (known, { cluster, node, name }) =>
      known.node === node && known.cluster === cluster && known.agent.name === name,
  );
  readonly #subjects = new Samples<Subject, WithinCluster>(rememberedSubjects, isSubject);
  readonly #longSubjects = new Samples<Subject, WithinCluster>(rememberedLongSubjects, isSubject);
  readonly #containers = new Samples<Subject, WithinCluster & { readonly id: string }>(
    rememberedContainers,
    (known, { cluster, id, fields }) =>
      known.container.id === id &&
      known.cluster === cluster &&
      known.container.image === fields['image'] &&
      known.container.imageDigest === fields['imageDigest'],
  );
  readonly #started = new RecentMap<Subject, Subject>(rememberedStarts);
  readonly #itemsByBytes = new RecentBytes<KnownItem>(rememberedItems / 2, mostBytesOfItem);
  readonly #subjectsByBytes = new RecentBytes<Subject>(rememberedSubjects / 2, mostBytesOfSubject);
  readonly #described = new Map<Description, Samples<DescribedSubject, WithinCluster>>();

  /** The item of an observation, or undefined if the schema refuses it. */
  item(fields: RawFields): KnownItem | undefined {
    const likeness = likenessOf(fields);
    if (likeness === undefined) return undefined;
    const hash = likeness.hash(fields);
    const seen = this.#itemSamples.find(hash, fields);
    if (seen !== undefined) return seen.item;
    const item = this.#itemByKey(fields);
    if (item !== undefined && item.key.length <= longKey) {
      const compared = pick(identifyingFields.get(item.dimension) ?? [], fields);
      this.#itemSamples.add(hash, { ...itemFields(likeness, compared), item });
    }
    return item;
  }

  /** The item of an observation whose JSON begins with these bytes, its last fields that identify it included. */
  itemOfBytes(bytes: DataView, from: number, to: number): KnownItem | undefined {
    const known = this.#itemsByBytes.get(bytes, from, to);
    if (known !== undefined) return known;
    const fields = parsedFields(`${textOf(bytes, from, to)}}`);
    const item = fields === undefined ? undefined : this.item(fields);
    if (item !== undefined) this.#itemsByBytes.set(bytes, from, to, item);
    return item;
  }

  #itemByKey(fields: RawFields): KnownItem | undefined {
    const key = itemKey(fields);
    const items = key.length > longKey ? this.#longItems : this.#items;
    const known = items.get(key);
    if (known !== undefined) return known;
    const parsed = observedItem.safeParse(fields);
    if (!parsed.success) return undefined;
    const { dimension } = parsed.data;
    const dimensionIndex = dimensionNames.indexOf(dimension);
    this.#itemsMade += 1;
    const fresh = {
      key,
      number: this.#itemsMade,
      dimension,
      dimensionIndex,
      item: canonicalItem(parsed.data),
    };
    items.set(key, fresh);
    return fresh;
  }

  /** Where an event comes from: its fields `cluster`, `node` and `agent`. */
  origin({ cluster, node, agent }: RawFields, agentFields: RawFields): Origin | undefined {
    const { name, version, instance } = agentFields;
    const key = measuredKey([cluster, node, name, version, instance]);
    const known = key === undefined ? undefined : this.#origins.get(key);
    if (known !== undefined || key === undefined) return known;
    const parsed = origin.safeParse({ cluster, node, agent });
    if (!parsed.success) return undefined;
    this.#origins.set(key, parsed.data);
    return parsed.data;
  }

  /** Where an event of an agent comes from that doesn't number its events; the mistakes if there are any. */
  unnumberedOrigin(cluster: unknown, node: unknown, name: string): Origin | z.ZodError {
    const known = this.#unnumberedOrigins.find(hashOf(node), { cluster, node, name });
    if (known !== undefined) return known;
    const parsed = unnumberedOrigin.safeParse({ cluster, node, agent: { name, version: '' } });
    if (!parsed.success) return parsed.error;
    this.#unnumberedOrigins.add(hashOf(node), parsed.data);
    return parsed.data;
  }

  /** The container of an entry of `containers`, within a cluster whose name is known to be valid. */
  subject(cluster: string, fields: RawFields): Subject | undefined {
    const hash = hashOfSubject(fields);
    const asked = { cluster, fields };
    const seen = this.#subjects.find(hash, asked) ?? this.#longSubjects.find(hash, asked);
    if (seen !== undefined) return seen;
    const read = readSubject(fields) ?? subject.safeParse(fields).data;
    if (read === undefined) return undefined;
    const fresh = { cluster, ...read };
    (isLongSubject(fresh) ? this.#longSubjects : this.#subjects).add(hash, fresh);
    return fresh;
  }

  /** The container of an entry of `containers` whose JSON begins with these bytes: all before its first observation. */
  subjectOfBytes(cluster: string, bytes: DataView, from: number, to: number): Subject | undefined {
    const known = this.#subjectsByBytes.get(bytes, from, to);
    if (known?.cluster === cluster) return known;
    const fields = parsedFields(`${textOf(bytes, from, to)}]}`);
    const read = fields === undefined ? undefined : this.subject(cluster, fields);
    if (read !== undefined) this.#subjectsByBytes.set(bytes, from, to, read);
    return read;
  }

  /**
   * The container of an agent that does not know its pod. `id`: as `containerId` reads it; `fields`: what it knows of the
   * image (`image`, `imageDigest`).
   */
  containerSubject(cluster: string, id: string, fields: RawFields): Subject | z.ZodError {
    const hash = hashOf(id);
    const seen = this.#containers.find(hash, { cluster, id, fields });
    if (seen !== undefined) return seen;
    const image = imageOfContainer.safeParse(fields);
    if (!image.success) return image.error;
    const fresh: Subject = {
      cluster,
      namespace: '',
      pod: { name: '', uid: containerUid('', '', id) },
      container: { name: '', id, ...image.data },
      onlyContainer: true,
    };
    this.#containers.add(hash, fresh);
    return fresh;
  }

  /** The same container, watched since its first process. */
  startedSubject(known: Subject): Subject {
    let started = this.#started.get(known);
    if (started === undefined) {
      started = { ...known, container: { ...known.container, fromStart: true } };
      if (!isLongSubject(known)) this.#started.set(known, started);
    }
    return started;
  }

  /** The container that a format describes in its own way; the description is made when it is new, not with each event. */
  describedSubject(cluster: string, description: Description, raw: RawFields): Subject | undefined {
    let known = this.#described.get(description);
    if (known === undefined) {
      known = new Samples(
        rememberedSubjects,
        ({ compared, subject: of }, { cluster: within, fields }) =>
          of.cluster === within && description.isSame(compared, fields),
      );
      this.#described.set(description, known);
    }
    const hash = description.hash(raw);
    const seen = known.find(hash, { cluster, fields: raw });
    if (seen !== undefined) return seen.subject;
    const read = this.subject(cluster, description.describe(raw));
    if (read !== undefined && !isLongSubject(read)) {
      known.add(hash, { compared: description.compared(raw), subject: read });
    }
    return read;
  }
}

/** Whether a container is described at such length that only few of its kind may be remembered. */
export function isLongSubject({ container }: Subject): boolean {
  const { id = '', image = '', imageDigest = '', imageUser = '', imageVolumes = [] } = container;
  let length = id.length + image.length + imageDigest.length + imageUser.length;
  for (const volume of imageVolumes) length += volume.length;
  return length > longSubject;
}

/** What the schema makes an item from, by dimension. */
const identifyingFields = new Map<unknown, readonly string[]>(
  dimensionNames.map((name) => [
    name,
    ['dimension', 'outcome', 'origin', ...Object.keys(dimensions[name].shape)],
  ]),
);

/** Containers differ in their pod's uid and in their name. */
function hashOfSubject({ pod, container }: RawFields): number {
  const uid = isFields(pod) ? pod['uid'] : undefined;
  const name = isFields(container) ? container['name'] : undefined;
  return hashOfBoth(uid, name);
}

/** Whether fields are those that a subject was made from: the schema leaves them as they are (property-tested). */
function isSubject(known: Subject, { cluster, fields }: WithinCluster): boolean {
  const { namespace, pod, owner, container } = fields;
  return (
    known.cluster === cluster &&
    known.namespace === namespace &&
    isFields(pod) &&
    isFields(container) &&
    isSamePod(known.pod, pod) &&
    isSameContainer(known.container, container) &&
    isSameOwner(known.owner, owner)
  );
}

function isSamePod(known: Subject['pod'], { name, uid, templateHash }: RawFields): boolean {
  return known.uid === uid && known.name === name && known.templateHash === templateHash;
}

function isSameContainer(known: Subject['container'], fields: RawFields): boolean {
  return (
    known.name === fields['name'] &&
    known.id === fields['id'] &&
    known.image === fields['image'] &&
    known.imageDigest === fields['imageDigest'] &&
    known.imageUser === fields['imageUser'] &&
    known.startedAt === fields['startedAt'] &&
    known.fromStart === fields['fromStart'] &&
    known.endedAt === fields['endedAt'] &&
    isSameList(known.imageVolumes, fields['imageVolumes'])
  );
}

function isSameOwner(a: unknown, b: unknown): boolean {
  return isFields(a) && isFields(b) ? a['kind'] === b['kind'] && a['name'] === b['name'] : a === b;
}

/** Lists as the sets that they are, so that equal items are equal as JSON. */
function canonicalItem(item: ObservedItem): ObservedItem {
  if (item.dimension === 'identity' && item.groups !== undefined) {
    return { ...item, groups: [...new Set(item.groups)].sort((a, b) => a - b) };
  }
  if (item.dimension === 'exec' && item.fileCapabilities !== undefined) {
    return { ...item, fileCapabilities: [...new Set(item.fileCapabilities)].sort(compareText) };
  }
  return item;
}

/** A key of texts, booleans and absent values in which no two different lists look alike; undefined for others. */
function measuredKey(values: readonly unknown[]): string | undefined {
  let lengths = '';
  let texts = '';
  for (const value of values) {
    if (typeof value === 'string') {
      lengths += `${value.length} `;
      texts += value;
    } else if (value === undefined) lengths += '- ';
    else if (typeof value === 'boolean') lengths += value ? '+ ' : '! ';
    else return undefined;
  }
  return `${lengths}|${texts}`;
}

/** The dimensions of a list, each once and in their order. */
export function sortedDimensions(names: Iterable<Dimension>): readonly Dimension[] {
  const given = new Set(names);
  return dimensionNames.filter((name) => given.has(name));
}
