import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import {
  type Authorizer,
  aggregateClusterRoles,
  compileRbac,
  decodeRbac,
  decodeServiceAccount,
  expandWorkload,
  fieldErrorText,
  type ManifestDocument,
  type PodShape,
  readDocuments,
  type ServiceAccount,
  serviceAccountLookup,
  type ServiceAccountLookup,
  workloadKey,
} from '#libs/kubernetes';
import { type RuntimeProfile, runtimeProfile } from '#libs/profiles';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';
import { z } from 'zod';

import { InputError } from './arguments.js';

const DEFAULT_NAMESPACE = 'default';
const MANIFEST_NAME = /\.(ya?ml|json)$/iu;
const RBAC_LISTS: Readonly<
  Record<string, 'roles' | 'roleBindings' | 'clusterRoles' | 'clusterRoleBindings'>
> = {
  Role: 'roles',
  RoleBinding: 'roleBindings',
  ClusterRole: 'clusterRoles',
  ClusterRoleBinding: 'clusterRoleBindings',
};

/** A document and the file that it stands in. */
interface PlacedDocument extends ManifestDocument {
  readonly file: string;
}

/** Collects mistakes, so that all of them are told at once. */
export class Mistakes {
  readonly #texts: string[] = [];

  add(place: string, text: string): void {
    this.#texts.push(`${place}: ${text}`);
  }

  /** Throws `InputError` if there are any. */
  check(): void {
    if (this.#texts.length > 0) throw new InputError(this.#texts);
  }
}

/** The documents of files and folders, in the order in which they were given; files of a folder by name. */
function readFiles(names: readonly string[], mistakes: Mistakes): PlacedDocument[] {
  return names
    .flatMap((name) => filesOf(name, mistakes))
    .flatMap((file) => {
      const text = readText(file, mistakes);
      if (text === undefined) return [];
      const read = readDocuments(text);
      for (const { line, column, path, message } of read.mistakes) {
        mistakes.add(`${file}:${line}:${column}`, path === '' ? message : `${path}: ${message}`);
      }
      return read.documents.map((document) => ({ ...document, file }));
    });
}

function filesOf(name: string, mistakes: Mistakes): string[] {
  if (name === '-') return [name];
  try {
    if (!statSync(name).isDirectory()) return [name];
    return readdirSync(name, { recursive: true, encoding: 'utf8' })
      .filter((each) => MANIFEST_NAME.test(each))
      .sort()
      .map((each) => join(name, each))
      .filter((each) => statSync(each).isFile());
  } catch (error) {
    mistakes.add(name, reason(error));
    return [];
  }
}

function readText(file: string, mistakes: Mistakes): string | undefined {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    mistakes.add(file, reason(error));
    return undefined;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function placeOf({ file, line, path }: PlacedDocument): string {
  return `${file}:${line}${path === '' ? '' : ` ${path}`}`;
}

/** What the files of -f hold. */
export interface Manifests {
  readonly shapes: readonly PodShape[];
  /** The document of each workload, by `workloadKey`. */
  readonly documents: ReadonlyMap<string, unknown>;
  /** Undefined: no accounts were given, so that each one exists and is plain. */
  readonly serviceAccounts: ServiceAccountLookup | undefined;
  readonly authorizer: Authorizer;
  /** Kinds that hold no pods and were left out. */
  readonly ignored: readonly string[];
}

/** Reads workloads, service accounts and RBAC objects. Throws `InputError`. */
export function readManifests(names: readonly string[] | undefined, option = '-f'): Manifests {
  const mistakes = new Mistakes();
  if (names === undefined) throw new InputError([`${option} is missing: give files with manifests`]);
  const shapes: PodShape[] = [];
  const documents = new Map<string, unknown>();
  const accounts: ServiceAccount[] = [];
  const ignored = new Set<string>();
  const rbac = { roles: [], roleBindings: [], clusterRoles: [], clusterRoleBindings: [] } satisfies Record<
    string,
    unknown[]
  >;
  const raw: Record<keyof typeof rbac, unknown[]> = rbac;
  for (const document of readFiles(names, mistakes)) {
    const { value } = document;
    const kind = typeof value['kind'] === 'string' ? value['kind'] : '';
    const list = RBAC_LISTS[kind];
    if (list !== undefined) {
      raw[list].push(value);
    } else if (kind === 'ServiceAccount') {
      const decoded = decodeServiceAccount(value);
      if (decoded.ok) accounts.push(decoded.value);
      else for (const error of decoded.errors) mistakes.add(placeOf(document), fieldErrorText(error));
    } else {
      readWorkload(document, kind, { shapes, documents, ignored }, mistakes);
    }
  }
  const decoded = decodeRbac(raw);
  if (!decoded.ok) for (const error of decoded.errors) mistakes.add('RBAC', fieldErrorText(error));
  mistakes.check();
  if (shapes.length === 0) throw new InputError([`${names.join(', ')}: no workload in it`]);
  const objects = decoded.ok
    ? { ...decoded.objects, clusterRoles: aggregateClusterRoles(decoded.objects.clusterRoles) }
    : { roles: [], roleBindings: [], clusterRoles: [], clusterRoleBindings: [] };
  return {
    shapes,
    documents,
    serviceAccounts: accounts.length === 0 ? undefined : orPlain(accounts),
    authorizer: compileRbac(objects),
    ignored: [...ignored].sort(),
  };
}

/** Accounts that are not among the given ones exist and are plain: files seldom hold all. */
function orPlain(accounts: readonly ServiceAccount[]): ServiceAccountLookup {
  const lookup = serviceAccountLookup(accounts, DEFAULT_NAMESPACE);
  return (namespace, name) => lookup(namespace, name) ?? { metadata: { namespace, name } };
}

function readWorkload(
  document: PlacedDocument,
  kind: string,
  into: { shapes: PodShape[]; documents: Map<string, unknown>; ignored: Set<string> },
  mistakes: Mistakes,
): void {
  const expansion = expandWorkload(document.value, { cluster: '', defaultNamespace: DEFAULT_NAMESPACE });
  if (!expansion.ok) {
    for (const error of expansion.errors) mistakes.add(placeOf(document), fieldErrorText(error));
    return;
  }
  if (expansion.workloads.length === 0) into.ignored.add(kind === '' ? 'documents without a kind' : kind);
  for (const { workload, pod, templatePath } of expansion.workloads) {
    const key = workloadKey(workload);
    if (into.documents.has(key)) {
      const { kind: of, namespace, name } = workload;
      mistakes.add(placeOf(document), `${of} ${namespace}/${name} is given twice`);
    }
    into.documents.set(key, document.value);
    into.shapes.push({ workload, origin: 'template', templatePath, pod });
  }
}

/** Reads policies, which have to be valid and have different names. Throws `InputError`. */
export function readPolicies(names: readonly string[] | undefined, option = '-p'): PodSecurityPolicy[] {
  if (names === undefined)
    throw new InputError([`${option} is missing: give files with PodSecurityPolicies`]);
  const mistakes = new Mistakes();
  const policies: PodSecurityPolicy[] = [];
  for (const document of readFiles(names, mistakes)) {
    if (document.value['kind'] !== 'PodSecurityPolicy') continue;
    const decoded = decodePolicy(document.value);
    const errors = decoded.ok ? validatePolicy(decoded.value) : decoded.errors;
    for (const error of errors) mistakes.add(placeOf(document), fieldErrorText(error));
    if (decoded.ok) policies.push(decoded.value);
  }
  mistakes.check();
  if (policies.length === 0) throw new InputError([`${names.join(', ')}: no PodSecurityPolicy in it`]);
  return policies;
}

/** The names of policies, which have to differ. */
export function checkNames(policies: readonly PodSecurityPolicy[]): void {
  const seen = new Set<string>();
  for (const { metadata } of policies) {
    const name = metadata.name ?? '';
    if (seen.has(name)) throw new InputError([`-p: policy ${JSON.stringify(name)} is given twice`]);
    seen.add(name);
  }
}

/** Reads runtime profiles: a JSON object, a list, or JSON Lines. Throws `InputError`. */
export function readProfiles(names: readonly string[] | undefined): RuntimeProfile[] {
  const mistakes = new Mistakes();
  const profiles = (names ?? []).flatMap((file) => {
    const text = readText(file, mistakes);
    return text === undefined ? [] : parseProfiles(file, text, mistakes);
  });
  mistakes.check();
  return profiles;
}

function parseProfiles(file: string, text: string, mistakes: Mistakes): RuntimeProfile[] {
  const whole = tryJson(text);
  const values: { place: string; value: unknown }[] = [];
  if (whole.ok) {
    const list: readonly unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
    for (const [index, value] of list.entries()) values.push({ place: `${file}: [${index}]`, value });
  } else {
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const parsed = tryJson(line);
      if (parsed.ok) values.push({ place: `${file}:${index + 1}`, value: parsed.value });
      else mistakes.add(`${file}:${index + 1}`, `not JSON: ${parsed.message}`);
    }
  }
  return values.flatMap(({ place, value }) => {
    const parsed = runtimeProfile.safeParse(value);
    if (parsed.success) return [parsed.data];
    for (const { path, message } of parsed.error.issues)
      mistakes.add(place, `${z.core.toDotPath(path)}: ${message}`);
    return [];
  });
}

function tryJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, message: reason(error) };
  }
}
