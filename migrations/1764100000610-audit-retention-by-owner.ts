import type { MigrationInterface, QueryRunner } from 'typeorm';
import { removeAuditEntries } from './1764100000360-audit-log.js';

/**
 * In databases that a superuser has migrated earlier the function has a setting that only a superuser may give it: a dump of
 * them could not be restored by their owner.
 */
export class AuditRetentionByOwner1764100000610 implements MigrationInterface {
  readonly name = 'AuditRetentionByOwner1764100000610';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(removeAuditEntries);
  }

  async down(): Promise<void> {
    // What was there before did the same, and not for everybody.
  }
}
