import type { LiveRedis } from '../../../../core/index.js';
import type { CeleryRedis } from '../celery-redis.js';
import { QueueWatch } from '../queue-watch.js';
import type { RedisNames } from '../redis-names.js';

/** Maximum number of queues with a connection of their own; messages of the others are found by asking. */
const MAX_WATCHED = 8;

/** Watches for messages without a priority in the first queues, each over a connection of its own. */
export class WatchedQueues {
  private readonly watches = new Map<string, { readonly redis: LiveRedis; readonly watch: QueueWatch }>();

  constructor(
    private readonly connections: CeleryRedis,
    private readonly names: RedisNames,
    private readonly onMessage: () => void,
  ) {}

  set(queues: readonly string[]): void {
    const lists = queues.slice(0, MAX_WATCHED).map((queue) => this.names.mainList(queue));
    for (const [list, { redis }] of this.watches) {
      if (lists.includes(list)) continue;
      this.connections.release(redis);
      this.watches.delete(list);
    }
    for (const list of lists) if (!this.watches.has(list)) this.add(list);
  }

  arm(): void {
    for (const { watch } of this.watches.values()) watch.arm();
  }

  isWatched(list: string | undefined): boolean {
    return list !== undefined && this.watches.get(list)?.watch.works === true;
  }

  private add(list: string): void {
    const redis = this.connections.blocking();
    this.watches.set(list, { redis, watch: new QueueWatch(redis, list, this.onMessage) });
  }
}
