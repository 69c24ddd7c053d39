import { CONFIG, type Config, ThreadPool } from '#libs/platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

type Thread = typeof import('./thread.js');

/** The compiled file, or the source where that is what runs. */
const thread = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

/** What takes the advisor long is computed in threads: the event loop has others to answer. */
@Injectable()
export class Computations extends ThreadPool<Thread> implements OnApplicationShutdown {
  constructor(@Inject(CONFIG) config: Config) {
    super(thread, config.computations);
  }

  /** After the last answer: Nest has closed the server by then. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
