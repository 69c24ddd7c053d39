import { readClusterState, readWorkloads, selectWorkloads } from '#libs/inventory';
import type { InventorySource, ProfileSource } from '#libs/simulations';
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
      useFactory: (dataSource: DataSource): InventorySource => ({
        selectWorkloads: (scope) => selectWorkloads(dataSource, scope),
        readWorkloads: (ids) => readWorkloads(dataSource, ids),
        clusterState: (cluster) => readClusterState(dataSource, cluster),
      }),
    },
    {
      provide: PROFILE_SOURCE,
      useFactory: (): ProfileSource => ({ profilesOf: async () => new Map() }),
    },
  ],
  exports: [INVENTORY_SOURCE, PROFILE_SOURCE],
})
export class SourcesModule {}
