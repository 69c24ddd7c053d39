import { installBootstrapKey } from '#libs/persistence';
import { CONFIG, type Config } from '#libs/platform';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Makes the key in BOOTSTRAP_API_KEY_FILE valid when the API starts, and those of earlier contents invalid. */
@Injectable()
export class BootstrapKey implements OnModuleInit {
  readonly #logger = new Logger(BootstrapKey.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  async onModuleInit(): Promise<void> {
    const key = this.config.auth.bootstrapKey;
    if (key === undefined) return;
    const outcome = await installBootstrapKey(this.dataSource, key, new Date());
    if (outcome === 'revoked') {
      this.#logger.warn(
        'The key in BOOTSTRAP_API_KEY_FILE has been revoked and stays so: write a new key to the file',
      );
    } else {
      this.#logger.log(`bootstrap key ${outcome}`);
    }
  }
}
