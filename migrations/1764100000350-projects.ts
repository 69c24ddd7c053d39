import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Projects, to which policies and simulations belong: all that there are belong to `default`. Areas of simulations say
 * which clusters and namespaces they tell of; those of simulations that there are are taken to be everything, so that
 * nobody with limits sees one by mistake.
 */
export class Projects1764100000350 implements MigrationInterface {
  readonly name = 'Projects1764100000350';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE projects (
        name text COLLATE "C" CONSTRAINT projects_pkey PRIMARY KEY
          CONSTRAINT projects_name_check CHECK (name ~ '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' AND name <> 'all'),
        description text NOT NULL DEFAULT '',
        revision integer NOT NULL DEFAULT 1 CONSTRAINT projects_revision_check CHECK (revision >= 1),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        created_by text NOT NULL
      )`);
    await runner.query(`INSERT INTO projects (name, description, created_by) VALUES
      ('default', 'What belongs to no other project.', 'migration')`);
    // Whatever wrote another name than default before: it was never checked.
    await runner.query(`UPDATE policies SET project = 'default' WHERE project <> 'default'`);
    await runner.query(`UPDATE simulations SET project = 'default' WHERE project <> 'default'`);
    await runner.query(`
      ALTER TABLE policies ALTER COLUMN project DROP DEFAULT,
        ADD CONSTRAINT policies_project_fkey FOREIGN KEY (project) REFERENCES projects (name)`);
    await runner.query(`
      ALTER TABLE simulations
        ADD COLUMN areas jsonb NOT NULL DEFAULT '[{}]'
          CONSTRAINT simulations_areas_check CHECK (jsonb_typeof(areas) = 'array'),
        ADD CONSTRAINT simulations_project_fkey FOREIGN KEY (project) REFERENCES projects (name)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulations DROP CONSTRAINT simulations_project_fkey, DROP COLUMN areas`);
    await runner.query(`
      ALTER TABLE policies DROP CONSTRAINT policies_project_fkey, ALTER COLUMN project SET DEFAULT 'default'`);
    await runner.query(`DROP TABLE projects`);
  }
}
