import { timingSafeEqual } from 'node:crypto';
import { ConflictError } from '#libs/platform';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { recordChange } from './audit/audit-log.js';
import { digestOf, generateApiKey } from './api-key.js';
import { isExpired, stateOfApiKey } from './api-key-state.js';
import { type Binding, everywhereAs } from './access/binding.js';
import { ApiKeyEntity } from './api-key-entity.js';

/** A key to be issued. `expiresAt`: from then on it is refused; absent: never. */
export interface NewApiKey {
  readonly name: string;
  readonly bindings: readonly Binding[];
  readonly expiresAt?: Date;
  /** Requests in a window; absent: as many as are allowed by default. */
  readonly requestLimit?: number | undefined;
}

/** Makes a key. The answer is the only time that the key itself is seen. */
export async function issueApiKey(
  manager: EntityManager,
  { name, bindings, expiresAt, requestLimit }: NewApiKey,
): Promise<{ readonly key: string; readonly entity: ApiKeyEntity }> {
  const key = generateApiKey();
  const entity = await manager.transaction(async (transaction) => {
    const saved = await transaction.save(
      transaction.create(ApiKeyEntity, {
        name,
        bindings,
        origin: 'issued',
        ...digestOf(key),
        expiresAt: expiresAt ?? null,
        requestLimit: requestLimit ?? null,
      }),
    );
    await recordChange(transaction, { kind: 'keys', id: saved.id, details: { name, bindings } });
    return saved;
  });
  return { key, entity };
}

/** How many keys that are valid are bound to a project. */
export async function countApiKeysOf(manager: EntityManager, project: string, now: Date): Promise<number> {
  const bound = await manager
    .createQueryBuilder(ApiKeyEntity, 'key')
    .where(`key.bindings @> jsonb_build_array(jsonb_build_object('project', CAST(:project AS text)))`, {
      project,
    })
    .getMany();
  return bound.filter((key) => stateOfApiKey(key, now) === 'valid').length;
}

/** All keys, the revoked and expired ones too, oldest first. */
export async function listApiKeys(manager: EntityManager): Promise<readonly ApiKeyEntity[]> {
  return manager.find(ApiKeyEntity, { order: { createdAt: 'ASC', id: 'ASC' } });
}

/** Where a page of keys ended. */
export interface ApiKeyPosition {
  readonly name: string;
  readonly id: string;
}

/** At most `limit` keys after a position, bytewise by name and then by id. */
export async function pageOfApiKeys(
  manager: EntityManager,
  { limit, after }: { readonly limit: number; readonly after: ApiKeyPosition | undefined },
): Promise<readonly ApiKeyEntity[]> {
  const query = manager
    .createQueryBuilder(ApiKeyEntity, 'key')
    .orderBy('key.name COLLATE "C"', 'ASC')
    .addOrderBy('key.id', 'ASC')
    .limit(limit);
  if (after !== undefined) query.where('(key.name COLLATE "C", key.id) > (:name, :id)', { ...after });
  return query.getMany();
}

/** A key by its id, also if it is no longer valid. */
export async function readApiKey(manager: EntityManager, id: string): Promise<ApiKeyEntity | undefined> {
  return (await manager.findOne(ApiKeyEntity, { where: { id } })) ?? undefined;
}

/** The bindings of a key by its id; undefined: there is no such key, or it is no longer valid. */
export async function bindingsOfApiKey(
  manager: EntityManager,
  id: string,
  now: Date,
): Promise<readonly Binding[] | undefined> {
  const key = await readApiKey(manager, id);
  return key !== undefined && stateOfApiKey(key, now) === 'valid' ? key.bindings : undefined;
}

/** Revokes a key for ever; false if there is none with this id, or it was revoked before. */
export async function revokeApiKey(manager: EntityManager, id: string, now: Date): Promise<boolean> {
  return manager.transaction(async (transaction) => {
    const { affected } = await transaction.update(
      ApiKeyEntity,
      { id, revokedAt: IsNull() },
      { revokedAt: now },
    );
    if (affected === 1) await recordChange(transaction, { kind: 'keys', id });
    return affected === 1;
  });
}

/** A key that was found by a secret, and until when that is taken; null: for ever. */
export interface FoundApiKey {
  readonly entity: ApiKeyEntity;
  readonly validUntil: Date | null;
}

/**
 * The row of a key that is neither revoked nor expired, by its secret, or by the one before while that is still taken. Rows
 * are found by the fingerprint, a part of the hash that is no secret; the whole hash is compared in constant time. Notes
 * the use, to the minute.
 */
export async function findValidApiKey(
  manager: EntityManager,
  key: string,
  now: Date,
): Promise<FoundApiKey | undefined> {
  const { hash, fingerprint } = digestOf(key);
  const candidates = await manager.find(ApiKeyEntity, {
    where: [{ fingerprint }, { previousFingerprint: fingerprint }],
  });
  for (const entity of candidates) {
    if (stateOfApiKey(entity, now) !== 'valid') continue;
    const validUntil = validUntilOf(entity, hash);
    if (validUntil === undefined || isExpired({ expiresAt: validUntil }, now)) continue;
    if (entity.lastUsedAt === null || now.getTime() - entity.lastUsedAt.getTime() >= 60_000) {
      await manager.update(ApiKeyEntity, { id: entity.id }, { lastUsedAt: now });
    }
    return { entity, validUntil };
  }
  return undefined;
}

/** Until when a secret is taken; null: for ever; undefined: it is none of this key. */
function validUntilOf(entity: ApiKeyEntity, hash: Buffer): Date | null | undefined {
  const { expiresAt, previousHash, previousValidUntil } = entity;
  if (timingSafeEqual(entity.hash, hash)) return expiresAt;
  if (previousHash === null || previousValidUntil === null || !timingSafeEqual(previousHash, hash))
    return undefined;
  return expiresAt !== null && expiresAt < previousValidUntil ? expiresAt : previousValidUntil;
}

/**
 * Gives a key another secret; the one that it has is taken until a time. One before that ends at once. The answer is the
 * only time that the new secret is seen; undefined: there is no such key.
 *
 * @throws {ConflictError} (409) it is revoked, expired, or comes from the bootstrap file
 */
export async function rotateApiKey(
  manager: EntityManager,
  id: string,
  {
    now,
    previousValidUntil,
    expiresAt,
  }: {
    readonly now: Date;
    readonly previousValidUntil: Date;
    /** Undefined: as it was. */
    readonly expiresAt: Date | undefined;
  },
): Promise<{ readonly key: string; readonly entity: ApiKeyEntity } | undefined> {
  const key = generateApiKey();
  return manager.transaction(async (transaction) => {
    const present = await transaction.findOne(ApiKeyEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (present === null) return undefined;
    if (present.origin === 'bootstrap')
      throw new ConflictError('The bootstrap key is rotated by writing another one to its file.');
    if (stateOfApiKey(present, now) !== 'valid')
      throw new ConflictError(`The API key ${id} is no longer valid.`);
    const entity = await transaction.save(
      transaction.merge(ApiKeyEntity, present, {
        previousHash: present.hash,
        previousFingerprint: present.fingerprint,
        previousValidUntil,
        ...digestOf(key),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    );
    const details = { previousValidUntil: previousValidUntil.toISOString() };
    await recordChange(transaction, { kind: 'keys', id, details });
    return { key, entity };
  });
}

/** What became of the bootstrap key: `revoked` means that somebody revoked this very key, which then stays so. */
export type BootstrapOutcome = 'installed' | 'unchanged' | 'revoked';

/**
 * Makes `key` the one bootstrap key, as admin, and revokes all earlier ones. Several processes may do so at once.
 */
export async function installBootstrapKey(
  dataSource: DataSource,
  key: string,
  now: Date,
): Promise<BootstrapOutcome> {
  const digest = digestOf(key);
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('policy-advisor:bootstrap-key'))`);
    await manager.update(
      ApiKeyEntity,
      { origin: 'bootstrap', hash: Not(digest.hash), revokedAt: IsNull() },
      { revokedAt: now },
    );
    const present = await manager.findOne(ApiKeyEntity, { where: { hash: digest.hash } });
    if (present !== null) return present.revokedAt === null ? 'unchanged' : 'revoked';
    await manager.save(
      manager.create(ApiKeyEntity, {
        name: 'bootstrap',
        bindings: [everywhereAs('admin')],
        origin: 'bootstrap',
        ...digest,
      }),
    );
    return 'installed';
  });
}
