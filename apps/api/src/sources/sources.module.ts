import { readProfiles } from '#libs/ingestion';
import { CONFIG, type Config } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { type InventorySource, inventorySource, type ProfileSource } from '#libs/simulations';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';

export const INVENTORY_SOURCE = Symbol('inventory source');
export const PROFILE_SOURCE = Symbol('profile source');

/** Where simulations and generated policies learn what is known: the inventory and the runtime profiles. */
@Module({
  providers: [
    {
      provide: INVENTORY_SOURCE,
      inject: [DataSource],
      useFactory: (dataSource: DataSource): InventorySource => inventorySource(dataSource),
    },
    {
      provide: PROFILE_SOURCE,
      inject: [DataSource, CONFIG],
      useFactory: (dataSource: DataSource, config: Config): ProfileSource => {
        const bounds = itemBounds(config.ingestion.maxItemsPerDimension);
        return {
          profilesOf: (workloads, window) =>
            readProfiles(
              dataSource,
              workloads,
              { from: utcDay(window?.from), to: utcDay(window?.to), version: window?.version },
              bounds,
            ),
        };
      },
    },
  ],
  exports: [INVENTORY_SOURCE, PROFILE_SOURCE],
})
export class SourcesModule {}

// Observations are kept by UTC day; a window that begins or ends within a day takes in all of it.
function utcDay(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 10);
}
