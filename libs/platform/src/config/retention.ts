import { setting } from './setting.js';
import { duration } from './value-types.js';

/** How long data is kept. */
export const retentionSettings = {
  observations: setting('RETENTION_OBSERVATIONS', duration('1d', '3650d'), {
    default: '90d',
    about:
      'Observations per day of a runtime profile. Beyond 90d Postgres needs more locks (docs/operations.md#retention-and-deletion).',
  }),
  deadLetters: setting('RETENTION_DEAD_LETTERS', duration('1h', '365d'), {
    default: '14d',
    about: 'Refused messages.',
  }),
  eventIds: setting('RETENTION_EVENT_IDS', duration('1h', '90d'), {
    default: '3d',
    about:
      'Ids of events of agents that do not number them (falcosidekick, audit logs): so long one that comes again is recognised.',
  }),
  audit: setting('RETENTION_AUDIT', duration('30d', '3650d'), {
    default: '365d',
    about: 'Entries of the audit log.',
  }),
  simulations: setting('RETENTION_SIMULATIONS', duration('1h', '3650d'), {
    default: '90d',
    about: 'Simulations that have ended, with their results.',
  }),
  webhookDeliveries: setting('RETENTION_WEBHOOK_DELIVERIES', duration('1h', '365d'), {
    default: '30d',
    about: 'Deliveries to webhooks that have ended, with the log of their tries.',
  }),
};
