import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CONFIG, type Config } from '#libs/platform';
import { Inject, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { connectionOf } from './cluster-connection.js';
import { ClusterWatcher } from './cluster-watcher.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { KubernetesApi } from './kubernetes-api.js';

/**
 * The inventory of a cluster, kept up to date by watching it. An API server that can't be reached is no reason not to be
 * ready: runtime events go on; how the watch fares stands at the cluster (`GET /api/v1/clusters/{cluster}`).
 */
@Module({})
export class InventoryModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #watcher: ClusterWatcher | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PinoLogger) private readonly logger: PinoLogger,
  ) {
    logger.setContext('inventory');
  }

  onApplicationBootstrap(): void {
    const { watch, cluster, kubeconfig, leaseNamespace, leaseName, leaseDuration, pageSize } =
      this.config.kubernetes;
    if (!watch || cluster === undefined) return;
    const connection = connectionOf(kubeconfig);
    this.#watcher = new ClusterWatcher({
      dataSource: this.dataSource,
      api: new KubernetesApi(connection.load),
      cluster,
      lease: {
        namespace: leaseNamespace ?? connection.namespace,
        name: leaseName,
        identity: `${hostname()}_${randomUUID()}`,
        duration: leaseDuration,
      },
      pageSize,
      metrics: new InventoryMetrics(this.registry, cluster, (resource, error) =>
        this.logger.warn({ err: error, resource }, 'a resource can not be watched at the moment'),
      ),
      logger: this.logger,
    });
    this.#watcher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#watcher?.stop();
  }
}
