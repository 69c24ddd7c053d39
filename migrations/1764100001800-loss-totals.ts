import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What agents have lost since a run of theirs began, by counter, for those that tell totals: the next total says how much more
 * it is. `revision` rises with each change.
 */
export class LossTotals1764100001800 implements MigrationInterface {
  readonly name = 'LossTotals1764100001800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE runtime_loss_totals (
        cluster text COLLATE "C" NOT NULL,
        node text COLLATE "C" NOT NULL,
        agent text COLLATE "C" NOT NULL,
        run text COLLATE "C" NOT NULL,
        totals jsonb NOT NULL,
        revision bigint NOT NULL,
        last_day date NOT NULL,
        CONSTRAINT runtime_loss_totals_pkey PRIMARY KEY (cluster, node, agent, run)
      )`);
    await runner.query(`CREATE INDEX runtime_loss_totals_last_day_idx ON runtime_loss_totals (last_day)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE runtime_loss_totals`);
  }
}
