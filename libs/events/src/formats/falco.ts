/**
 * Falco, by http_output or through falcosidekick (types/types.go, FalcoPayload): `rule`, `priority`, `output_fields`.
 *
 * Gives: exec and file (open only). Not connect and listen: rules don't print whose network it is. What Falco
 * prints is what its rules select, so stock Falco covers nothing, and capabilities are those held, never those used.
 * Loss: the internal alerts "syscall event drop" (of the last second) and "metrics snapshot" (since Falco has started). Alerts
 * of the plugin k8s_audit are left to the audit log itself.
 */
import type { EventFormat, LossSoFar, NormalisedEvent, Outcome, SourceSettings } from '../event-format.js';
import type { Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import {
  agentEvent,
  type Gives,
  incomplete,
  invalid,
  lossEvent,
  notRelevant,
  type Places,
} from './agent-event.js';
import {
  imageDigest,
  isRuntimeProcess,
  isTruncated,
  placeOf,
  presentNumber,
  presentText,
} from './agent-fields.js';
import { aboutContainer, whereaboutsOf } from './whereabouts.js';

const gives: Gives = { whole: [], part: ['exec', 'file'] };

export const falco: EventFormat = {
  name: 'falco',
  recognises: (message) =>
    isFields(message) &&
    typeof message['rule'] === 'string' &&
    typeof message['priority'] === 'string' &&
    (isFields(message['output_fields']) || message['output_fields'] === null),
  normalise: (message, interner, settings) => {
    if (!isFields(message)) return notRelevant;
    const fields = isFields(message['output_fields']) ? message['output_fields'] : {};
    return read(message, fields, interner, settings);
  },
};

function read(
  message: RawFields,
  fields: RawFields,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const { rule, source } = message;
  const places = placesIn(settings);
  const event = {
    agent: 'falco',
    gives,
    cluster: clusterOf(fields, settings),
    node: presentText(message['hostname'])?.toLowerCase(),
    // `evt.time` is above 2^53 and was rounded by JSON.parse: `time` has all digits.
    time: message['time'],
    eventId: presentText(message['uuid']),
  };
  if (source === 'internal' || (typeof rule === 'string' && rule.startsWith('Falco internal:'))) {
    return lossEvent({ ...event, ...lossOf(fields) }, places, interner, settings);
  }
  if (source !== undefined && source !== 'syscall' && source !== '') return notRelevant;
  const where = whereaboutsOf({
    namespace: fields['k8s.ns.name'],
    pod: fields['k8s.pod.name'],
    podUid: fields['k8s.pod.uid'],
    containerName: presentText(fields['container.name']) ?? fields['k8s.container.name'],
    containerId: presentText(fields['container.full_id']) ?? fields['container.id'],
  });
  if (where === undefined) return notRelevant;
  const items = itemsOf(fields);
  if (typeof items === 'string') return items === 'incomplete' ? incomplete : notRelevant;
  if ('container' in where && where.container.name === undefined) {
    const message = 'must be there: print container.name, or container.id, in the output of the rule';
    return invalid([{ path: ['output_fields', 'container.name'], message }]);
  }
  const about = aboutContainer(where, imageOf(fields));
  return agentEvent({ ...event, ...about, items }, places, interner, settings);
}

/** Operators choose the name of the field (`customfields` of falcosidekick); unless it is said, one of the customary two. */
function clusterOf(fields: RawFields, { clusterField }: SourceSettings): string | undefined {
  return clusterField === undefined
    ? (presentText(fields['cluster']) ?? presentText(fields['k8s.cluster.name']))
    : presentText(fields[clusterField]);
}

/** What an internal alert tells of loss; counters come as numbers or, from older versions, as texts. */
function lossOf(fields: RawFields): { readonly lost: number; readonly lostSoFar?: LossSoFar } {
  // "syscall event drop": since the last look, a second before (falco: userspace/falco/event_drops.cpp).
  const dropped = presentNumber(fields['n_drops']);
  if (dropped !== undefined) return { lost: dropped };
  // "metrics snapshot" (falco: userspace/falco/stats_writer.cpp): both counters run on; only the percentage is that since the
  // last snapshot.
  const kernel = presentNumber(fields['scap.n_drops']);
  const outputs = presentNumber(fields['falco.outputs_queue_num_drops']);
  const lostSoFar = {
    run: runOf(fields),
    totals: { ...(kernel !== undefined && { kernel }), ...(outputs !== undefined && { outputs }) },
  };
  return { lost: kernel === undefined ? sharesLost(fields) : 0, lostSoFar };
}

/**
 * The run that counters belong to: the process (`start_ts`), and since when it has run with what it was loaded from
 * (`reload_ts`, since Falco 0.41), as a new configuration begins new counters in the same process. Both are nanoseconds above
 * 2^53, rounded the same way each time. Where there is no `reload_ts`, that which was loaded tells a reload: it comes of files
 * that have changed, but for a SIGHUP of somebody's own.
 */
function runOf(fields: RawFields): string {
  const start = presentNumber(fields['falco.start_ts']) ?? '';
  return `${start}/${presentNumber(fields['falco.reload_ts']) ?? loadedBy(fields)}`;
}

const checksum = /^[0-9a-f]{64}$/;

/**
 * What was loaded, by the SHA-256 of each file of rules and configuration (a field for each, since Falco 0.38); empty without
 * any. Their sum is as long for many files as for one, and does not depend on the order of the fields.
 */
function loadedBy(fields: RawFields): string {
  const sums = Object.entries(fields)
    .filter(([name]) => /^falco\.sha256_(?:rules|config)_file\./.test(name))
    .map(([, value]) => presentText(value) ?? '')
    .filter((value) => checksum.test(value));
  if (sums.length === 0) return '';
  return BigInt.asUintN(
    256,
    sums.reduce((total, sum) => total + BigInt(`0x${sum}`), 0n),
  ).toString(16);
}

/** Where the kernel's counters are switched off, the share of events that were dropped is all there is. */
function sharesLost(fields: RawFields): number {
  const percentage = presentNumber(fields['scap.n_drops_perc']) ?? 0;
  if (percentage <= 0) return 0;
  const events =
    (presentNumber(fields['falco.num_evts']) ?? 0) - (presentNumber(fields['falco.num_evts_prev']) ?? 0);
  return Math.max(1, Math.round((Math.max(0, events) * percentage) / (100 - Math.min(percentage, 99))));
}

const opens: ReadonlySet<unknown> = new Set(['open', 'openat', 'openat2', 'creat', 'open_by_handle_at']);
const executes: ReadonlySet<unknown> = new Set(['execve', 'execveat']);

function itemsOf(fields: RawFields): readonly RawFields[] | 'incomplete' | 'not-relevant' {
  const type = presentText(fields['evt.type']);
  const process = presentText(fields['proc.name']);
  if (isRuntimeProcess(process) || isRuntimeProcess(fields['proc.exepath'])) return 'not-relevant';
  // Nearly always `kubectl exec -it`; but an application may have a terminal of its own.
  const terminal = presentNumber(fields['proc.tty']) ?? 0;
  const refused =
    (presentNumber(fields['evt.rawres']) ?? presentNumber(fields['evt.res']) ?? 0) < 0 || failed(fields);
  const circumstances = {
    outcome: refused ? 'refused' : 'allowed',
    origin: terminal > 0 ? 'terminal' : 'container',
  };
  if (executes.has(type)) {
    const path = presentText(fields['proc.exepath']);
    if (path === undefined || isTruncated(path)) return 'incomplete';
    const id = presentNumber(fields['proc.vpid']);
    return [
      { dimension: 'exec', path, ...(id === undefined ? {} : { entrypoint: id === 1 }), ...circumstances },
    ];
  }
  if (opens.has(type)) {
    const path = presentText(fields['fs.path.name']) ?? presentText(fields['fd.name']);
    if (path === undefined || isTruncated(path) || !path.startsWith('/')) return 'incomplete';
    const operations = operationsOf(fields);
    if (operations.length === 0) return 'incomplete';
    const place = placeOf(path);
    return operations.map((operation) => ({ dimension: 'file', path, operation, place, ...circumstances }));
  }
  return type === undefined ? 'incomplete' : 'not-relevant';
}

/** `evt.res` is SUCCESS or the name of an error. */
function failed(fields: RawFields): boolean {
  return /^E[A-Z0-9]+$/.test(presentText(fields['evt.res']) ?? '');
}

/** Only what the rule prints: a rule that says nothing of the mode may be about either. */
function operationsOf(fields: RawFields): readonly ('read' | 'write')[] {
  const flags = presentText(fields['evt.arg.flags']) ?? '';
  const is = (field: string, flag: RegExp) =>
    fields[field] === true || fields[field] === 'true' || flag.test(flags);
  const read = is('evt.is_open_read', /\bO_(RDONLY|RDWR)\b/);
  const write = is('evt.is_open_write', /\bO_(WRONLY|RDWR|CREAT|TRUNC)\b/);
  return [...(read ? (['read'] as const) : []), ...(write ? (['write'] as const) : [])];
}

function imageOf(fields: RawFields): RawFields {
  const repository = presentText(fields['container.image.repository']);
  const tag = presentText(fields['container.image.tag']);
  const digest = imageDigest(fields['container.image.digest']);
  return {
    ...(repository === undefined ? {} : { image: tag === undefined ? repository : `${repository}:${tag}` }),
    ...(digest === undefined ? {} : { imageDigest: digest }),
  };
}

const customary: Places = {
  cluster: ['output_fields', 'cluster'],
  node: ['hostname'],
  time: ['time'],
  namespace: ['output_fields', 'k8s.ns.name'],
  'pod.name': ['output_fields', 'k8s.pod.name'],
  'container.name': ['output_fields', 'container.name'],
  item: ['output_fields'],
};

function placesIn({ clusterField }: SourceSettings): Places {
  return clusterField === undefined ? customary : { ...customary, cluster: ['output_fields', clusterField] };
}
