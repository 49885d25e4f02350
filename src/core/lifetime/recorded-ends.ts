import { Injectable, Logger } from '@nestjs/common';
import { BrokerState } from '../broker-state/broker-state.js';
import { type EndedTask, Histories, HistoryUnavailableError } from '../history/task-history.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/** Decides which finished tasks the broker may forget, when their retention is over: those that the history has. */
@Injectable()
export class RecordedEnds {
  private readonly logger = new Logger('History');
  private wasLosing = false;

  constructor(
    private readonly histories: Histories,
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly state: BrokerState,
  ) {}

  /**
   * Without a history, all may be removed. While it does not answer, none, until too many wait for it or the broker's
   * memory is short: then the oldest.
   *
   * @param ended the oldest tasks whose retention is over, in this order
   * @returns the ids of those that may be removed
   */
  async confirmed(ended: readonly EndedTask[]): Promise<ReadonlySet<string>> {
    const history = this.histories.get();
    if (history === undefined) return idsOf(ended);
    try {
      const confirmed = await history.confirm(ended);
      this.wasLosing = false;
      return confirmed;
    } catch (error) {
      if (!(error instanceof HistoryUnavailableError)) throw error;
      return this.lose(ended, history.maxUnstored);
    }
  }

  private async lose(ended: readonly EndedTask[], most: number): Promise<ReadonlySet<string>> {
    const waiting = await this.broker.producer.zcount(this.keys.retention, '-inf', Date.now());
    const lost = ended.slice(0, this.state.isFull ? ended.length : Math.max(0, waiting - most));
    this.histories.counts.lost += lost.length;
    if (lost.length > 0 && !this.wasLosing)
      this.logger.error(
        `The history does not answer, and ${this.state.isFull ? "Redis' memory is short" : `${waiting} tasks wait for it`}: ` +
          'the oldest are removed from Redis and will be missing in the history',
      );
    this.wasLosing = lost.length > 0;
    return idsOf(lost);
  }
}

function idsOf(ended: readonly EndedTask[]): ReadonlySet<string> {
  return new Set(ended.map(({ id }) => id));
}
