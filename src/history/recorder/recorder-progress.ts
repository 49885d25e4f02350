import { Injectable } from '@nestjs/common';
import { EndedTasks, HistoryUnavailableError } from '../../core/index.js';
import { FIRST_WALK } from './walks.js';
import { type WalkPosition, WalkPositions } from './walk-positions.js';

/** Progress of all recorders together. */
@Injectable()
export class RecorderProgress {
  private known: readonly WalkPosition[] = [];

  constructor(
    private readonly positions: WalkPositions,
    private readonly ended: EndedTasks,
  ) {}

  /**
   * All that ended before this time, in ms since 1970, is stored.
   *
   * @throws HistoryUnavailableError
   */
  completeUntil(): Promise<number> {
    return this.positions.completeUntil(FIRST_WALK);
  }

  /**
   * While PostgreSQL does not answer, the lag grows from the positions that were read last.
   *
   * @throws BrokerUnavailableError
   * @throws HistoryUnavailableError if PostgreSQL has never answered
   */
  async lag(): Promise<{ readonly ms: number; readonly tasks: number }> {
    const positions = await this.current();
    const counts = await Promise.all(
      positions.map(({ completeUntil, ...set }) => this.ended.count(set, completeUntil)),
    );
    const oldest = Math.min(...positions.map(({ completeUntil }) => completeUntil));
    return {
      ms: oldest === 0 ? 0 : Math.max(0, Date.now() - oldest),
      tasks: counts.reduce((sum, count) => sum + count, 0),
    };
  }

  private async current(): Promise<readonly WalkPosition[]> {
    try {
      this.known = await this.positions.all([FIRST_WALK]);
    } catch (error) {
      if (!(error instanceof HistoryUnavailableError) || this.known.length === 0) throw error;
    }
    return this.known;
  }
}
