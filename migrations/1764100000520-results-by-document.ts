import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index by document begins with the document: one that begins with the simulation, as the key does, is narrower than
 * the key, and is taken for pages of results while there are no statistics of a new simulation. Then each page would read
 * and sort all of its results.
 */
export class ResultsByDocument1764100000520 implements MigrationInterface {
  readonly name = 'ResultsByDocument1764100000520';

  async up(runner: QueryRunner): Promise<void> {
    await this.create(runner, 'document_id, simulation_id, run');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.create(runner, 'simulation_id, run, document_id');
  }

  private async create(runner: QueryRunner, columns: string): Promise<void> {
    await runner.query(`DROP INDEX simulation_results_document_idx`);
    await runner.query(`CREATE INDEX simulation_results_document_idx ON simulation_results (${columns})`);
  }
}
