import { randomUUID } from 'node:crypto';
import { loadConfig } from '#libs/platform';
import { expect, it } from 'vitest';
import { PolicyLabels1764100001300 } from '../../../migrations/1764100001300-policy-labels.js';
import { createDatabase } from '../../../test/services/index.js';
import { createDataSource } from './data-source.js';
import { migrate, revertLatestMigration } from './migrate.js';

it.each([
  [{ labels: { team: 'shop', tier: '' } }, { team: 'shop', tier: '' }],
  [{ labels: { team: null } }, { team: '' }],
  [{ labels: null }, {}],
  [{}, {}],
])(
  'a policy of before, with the metadata %o, has the labels %o of its present revision',
  async (metadata, labels) => {
    const { database } = loadConfig({ DATABASE_URL: await createDatabase() });
    const dataSource = await createDataSource(database).initialize();
    try {
      const { name } = new PolicyLabels1764100001300();
      for (let reverted: string | undefined = ''; reverted !== name;)
        reverted = await revertLatestMigration(dataSource);
      const id = randomUUID();
      await dataSource.transaction(async (transaction) => {
        await transaction.query(
          `INSERT INTO policies (id, project, name, revision, created_at, updated_at)
         VALUES ($1, 'default', 'a', 2, now(), now())`,
          [id],
        );
        for (const [revision, document] of [
          { metadata: { labels: { former: 'one' } } },
          { metadata },
        ].entries())
          await transaction.query(
            `INSERT INTO policy_revisions (policy_id, revision, document, origin, created_at, created_by)
           VALUES ($1, $2, $3, 'uploaded', now(), 'somebody')`,
            [id, revision + 1, JSON.stringify(document)],
          );
      });
      await migrate(dataSource);
      expect(await dataSource.query(`SELECT labels FROM policies`)).toEqual([{ labels }]);
    } finally {
      await dataSource.destroy();
    }
  },
);
