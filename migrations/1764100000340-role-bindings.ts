import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a key may do becomes a list of bindings of a role to a project, clusters and namespaces. Keys that there are keep
 * what they could do: their role, everywhere. The column `role` goes at once: a process of the version before must rather
 * refuse a key than take it for one without limits.
 */
export class RoleBindings1764100000340 implements MigrationInterface {
  readonly name = 'RoleBindings1764100000340';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE api_keys ADD COLUMN bindings jsonb`);
    await runner.query(`
      UPDATE api_keys SET bindings = jsonb_build_array(jsonb_build_object(
        'role', role, 'project', 'all', 'clusters', 'all', 'namespaces', 'all'))`);
    await runner.query(`
      ALTER TABLE api_keys
        ALTER COLUMN bindings SET NOT NULL,
        ADD CONSTRAINT api_keys_bindings_check
          CHECK (jsonb_typeof(bindings) = 'array' AND jsonb_array_length(bindings) BETWEEN 1 AND 100),
        DROP COLUMN role`);
  }

  // A role without limits would be more than most bindings say: keys that have limits are revoked.
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys ADD COLUMN role text
        CONSTRAINT api_keys_role_check CHECK (role IN ('admin', 'editor', 'viewer', 'agent'))`);
    await runner.query(`
      UPDATE api_keys SET role = bindings -> 0 ->> 'role',
        revoked_at = CASE
          WHEN jsonb_array_length(bindings) = 1 AND bindings -> 0 @> '{"project": "all", "clusters": "all", "namespaces": "all"}'
          THEN revoked_at ELSE coalesce(revoked_at, now()) END`);
    await runner.query(`ALTER TABLE api_keys ALTER COLUMN role SET NOT NULL, DROP COLUMN bindings`);
  }
}
