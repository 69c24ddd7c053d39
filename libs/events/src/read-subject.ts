import { isFields, type RawFields } from './item-key.js';
import { DNS_LABEL, DNS_SUBDOMAIN, KIND, type ObservedContainer } from './runtime-event.js';
import { isStorable } from './storable-text.js';
import { TimestampReader } from './timestamp-reader.js';

const times = new TimestampReader();

/**
 * Who the observations of an entry of `containers` are about: what the schema `observedContainer` makes of it, or undefined
 * where only the schema can say (property-tested). When a collector starts it meets all the containers of its clusters within
 * a minute, and the schema takes many times as long.
 */
export function readSubject({
  namespace,
  pod,
  owner,
  container,
}: RawFields): Omit<ObservedContainer, 'observations'> | undefined {
  if (!isName(DNS_LABEL, namespace)) return undefined;
  const readPod = isFields(pod) ? podOf(pod) : undefined;
  const readOwner = isFields(owner) ? ownerOf(owner) : undefined;
  const readContainer = isFields(container) ? containerOf(container) : undefined;
  if (readPod === undefined || readContainer === undefined) return undefined;
  if (owner === undefined) return { namespace, pod: readPod, container: readContainer };
  return readOwner && { namespace, pod: readPod, owner: readOwner, container: readContainer };
}

function podOf({ name, uid, templateHash }: RawFields): ObservedContainer['pod'] | undefined {
  if (!isName(DNS_SUBDOMAIN, name) || !isText(128, uid) || uid === '') return undefined;
  if (!isTextIfAny(63, templateHash) || templateHash === '') return undefined;
  return templateHash === undefined ? { name, uid } : { name, uid, templateHash };
}

function ownerOf({ kind, name }: RawFields): ObservedContainer['owner'] {
  return isName(KIND, kind) && isName(DNS_SUBDOMAIN, name) ? { kind, name } : undefined;
}

function containerOf({
  name,
  id,
  image,
  imageDigest,
  imageUser,
  imageVolumes,
  startedAt,
  fromStart,
  endedAt,
}: RawFields): ObservedContainer['container'] | undefined {
  // Few images have volumes.
  if (!isName(DNS_LABEL, name) || imageVolumes !== undefined) return undefined;
  if (!isTextIfAny(256, id) || !isTextIfAny(1024, image)) return undefined;
  if (!isTextIfAny(256, imageDigest) || !isTextIfAny(256, imageUser)) return undefined;
  if (!isTimeIfAny(startedAt) || !isTimeIfAny(endedAt)) return undefined;
  if (fromStart !== undefined && typeof fromStart !== 'boolean') return undefined;
  const read: ObservedContainer['container'] = { name };
  if (id !== undefined) read.id = id;
  if (image !== undefined) read.image = image;
  if (imageDigest !== undefined) read.imageDigest = imageDigest;
  if (imageUser !== undefined) read.imageUser = imageUser;
  if (startedAt !== undefined) read.startedAt = startedAt;
  if (fromStart !== undefined) read.fromStart = fromStart;
  if (endedAt !== undefined) read.endedAt = endedAt;
  return read;
}

function isName({ longest, pattern }: typeof DNS_LABEL, value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest && pattern.test(value);
}

function isText(longest: number, value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest && isStorable(value);
}

function isTextIfAny(longest: number, value: unknown): value is string | undefined {
  return value === undefined || isText(longest, value);
}

function isTimeIfAny(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && times.read(value) !== undefined);
}
