import {
  alwaysAllow,
  DEFAULT_SERVICE_ACCOUNT_NAME,
  formatPointer,
  isDNS1123Label,
  schema,
  workloadKinds,
} from '#libs/kubernetes';

import type { Finding } from '../finding.js';
import type { Verdict } from '../verdict.js';
import type { JudgeInput } from './judge-input.js';

const { isRecord } = schema;
type Json = Readonly<Record<string, unknown>>;

/** Names so long leave room for what controllers append to them, so that no rule of length tells two of them apart. */
const LONGEST_NAME = 40;

/**
 * The part of a manifest that a verdict depends on: without its metadata, the labels of its pods, replicas and status.
 * Undefined: the kind holds no template. Ids made from it are stored (`inventory_workloads.template_id`): whoever changes
 * what counts empties that column.
 */
export function templateText(kindName: string, manifest: unknown): string | undefined {
  const kind = workloadKinds.get(kindName);
  if (kind === undefined || kind.templatePath.length === 0 || !isRecord(manifest)) return undefined;
  return JSON.stringify([kindName, withoutIdentity(manifest, kind.templatePath)]);
}

/** Whether the names say nothing to admission that those of another workload don't. */
export function hasPlainNames({ namespace, name }: Verdict['workload']): boolean {
  return (
    name.length <= LONGEST_NAME && isDNS1123Label(name).length === 0 && isDNS1123Label(namespace).length === 0
  );
}

/**
 * What the verdict of a workload depends on, apart from what all workloads of a simulation share (policies,
 * grants): workloads of the same text have the same verdict, but for their names (`verdictOf`), and for those of what else
 * does not count in `template`. Nor does the namespace where everybody may use every policy. The first shape must be the
 * pod of the manifest's own template.
 * Undefined: nothing is known to be alike. Observed workloads, those that are broken today, bare pods, and what does not
 * stand in an object of its own are judged one by one.
 */
export function alikeBy(
  input: JudgeInput,
  template: string | undefined = templateText(input.workload.kind, input.manifest),
): string | undefined {
  const { workload, shapes, profile, failures = [], authorizer = alwaysAllow } = input;
  const [own, ...live] = shapes;
  if (profile !== undefined || failures.length > 0 || own === undefined || template === undefined)
    return undefined;
  if (own.templatePath !== formatPointer(workloadKinds.get(workload.kind)?.templatePath ?? []))
    return undefined;
  const { namespace } = workload;
  if (!hasPlainNames(workload) || shapes.some(({ pod }) => pod.metadata.namespace !== namespace))
    return undefined;
  const accountName = own.pod.spec.serviceAccountName || DEFAULT_SERVICE_ACCOUNT_NAME;
  const account = input.serviceAccounts?.(namespace, accountName);
  if (input.serviceAccounts !== undefined && account === undefined) return undefined;
  const { metadata, ...settings } = account ?? { metadata: {} };
  return JSON.stringify([
    workload.cluster,
    authorizer === alwaysAllow ? null : namespace,
    template,
    live.map(({ pod }) => pod.spec),
    metadata.annotations ?? {},
    settings,
    input.thresholds ?? null,
  ]);
}

function withoutIdentity(manifest: Json, templatePath: readonly string[]): Json {
  const { metadata: _metadata, status: _status, ...rest } = manifest;
  const { spec } = rest;
  const ofController = isRecord(spec) ? without(spec, ['replicas', 'selector']) : spec;
  return withoutLabels({ ...rest, ...(spec !== undefined && { spec: ofController }) }, templatePath);
}

function withoutLabels(value: Json, path: readonly string[]): Json {
  const [part, ...rest] = path;
  if (part === undefined) {
    const { metadata } = value;
    return isRecord(metadata) ? { ...value, metadata: without(metadata, ['labels']) } : value;
  }
  const inner = value[part];
  return isRecord(inner) ? { ...value, [part]: withoutLabels(inner, rest) } : value;
}

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Whether a verdict says the same of all workloads that are alike: no text in it names the pod or its namespace. */
export function isSharable({ findings, remedies }: Verdict): boolean {
  const namesThePod = ({ reason }: Finding): boolean => reason === 'service-account-refused';
  return ![...findings, ...remedies.flatMap((remedy) => remedy.findings)].some(namesThePod);
}

/** The sharable verdict of a workload, said of another one that is alike. */
export function verdictOf(workload: Verdict['workload'], { remedies, ...verdict }: Verdict): Verdict {
  const { cluster, namespace, kind, name } = workload;
  return {
    ...verdict,
    workload: { cluster, namespace, kind, name },
    remedies: remedies.map((remedy) =>
      remedy.kind === 'reduce' ? { ...remedy, target: { ...remedy.target, namespace, name } } : remedy,
    ),
  };
}
