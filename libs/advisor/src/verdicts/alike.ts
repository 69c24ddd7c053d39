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
 * What the verdict of a workload depends on, apart from what all workloads of a simulation share (policies,
 * grants): workloads of the same text have the same verdict, but for their names (`verdictOf`). Their metadata, the
 * labels of their pods, replicas and status don't count, nor does the namespace where everybody may use every policy.
 * The first shape must be the pod of the manifest's own template.
 * Undefined: nothing is known to be alike. Observed workloads, bare pods, and what does not stand in an object of its own
 * are judged one by one.
 */
export function alikeBy(input: JudgeInput): string | undefined {
  const { workload, shapes, manifest, profile, authorizer = alwaysAllow } = input;
  const [template, ...live] = shapes;
  const kind = workloadKinds.get(workload.kind);
  if (profile !== undefined || template === undefined || kind === undefined || kind.templatePath.length === 0)
    return undefined;
  if (!isRecord(manifest) || template.templatePath !== formatPointer(kind.templatePath)) return undefined;
  const { name, namespace } = workload;
  if (name.length > LONGEST_NAME || isDNS1123Label(name).length > 0 || isDNS1123Label(namespace).length > 0)
    return undefined;
  if (shapes.some(({ pod }) => pod.metadata.namespace !== namespace)) return undefined;
  const accountName = template.pod.spec.serviceAccountName || DEFAULT_SERVICE_ACCOUNT_NAME;
  const account = input.serviceAccounts?.(namespace, accountName);
  if (input.serviceAccounts !== undefined && account === undefined) return undefined;
  const { metadata, ...settings } = account ?? { metadata: {} };
  return JSON.stringify([
    workload.cluster,
    authorizer === alwaysAllow ? null : namespace,
    workload.kind,
    withoutIdentity(manifest, kind.templatePath),
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
