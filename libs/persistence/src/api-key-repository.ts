import { timingSafeEqual } from 'node:crypto';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { recordChange } from './audit/audit-log.js';
import { digestOf, generateApiKey } from './api-key.js';
import { type Binding, everywhereAs } from './access/binding.js';
import { ApiKeyEntity } from './api-key-entity.js';

/** A key to be issued. `expiresAt`: from then on it is refused; absent: never. */
export interface NewApiKey {
  readonly name: string;
  readonly bindings: readonly Binding[];
  readonly expiresAt?: Date;
}

/** Makes a key. The answer is the only time that the key itself is seen. */
export async function issueApiKey(
  manager: EntityManager,
  { name, bindings, expiresAt }: NewApiKey,
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
      }),
    );
    await recordChange(transaction, { kind: 'keys', id: saved.id, details: { name, bindings } });
    return saved;
  });
  return { key, entity };
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

/**
 * The row of a key that is neither revoked nor expired. Rows are found by the fingerprint, a part of the hash that is
 * no secret; the whole hash is compared in constant time. Notes the use, to the minute.
 */
export async function findValidApiKey(
  manager: EntityManager,
  key: string,
  now: Date,
): Promise<ApiKeyEntity | undefined> {
  const { hash, fingerprint } = digestOf(key);
  const candidates = await manager.find(ApiKeyEntity, { where: { fingerprint, revokedAt: IsNull() } });
  const found = candidates.find((candidate) => timingSafeEqual(candidate.hash, hash));
  if (found === undefined || isExpired(found, now)) return undefined;
  if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() >= 60_000) {
    await manager.update(ApiKeyEntity, { id: found.id }, { lastUsedAt: now });
  }
  return found;
}

export function isExpired({ expiresAt }: Pick<ApiKeyEntity, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now.getTime();
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
