import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { CoreModule, StatisticsSource } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';
import { HistoryModule } from '../history.module.js';
import { BacklogCopies } from './backlog-copies.js';
import { MinuteRollup } from './minute-rollup.js';
import { StatisticsLoop } from './statistics-loop.js';
import { StoredFailures } from './stored-failures.js';
import { StoredSeries } from './stored-series.js';

/** Statistics of the history, if HISTORY_URL is set. */
@Module({
  imports: [CoreModule, HistoryModule],
  providers: [BacklogCopies, MinuteRollup, StatisticsLoop, StoredFailures, StoredSeries],
  exports: [StatisticsLoop],
})
export class HistoryStatisticsModule implements OnApplicationBootstrap {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly series: StoredSeries,
    private readonly failures: StoredFailures,
    private readonly source: StatisticsSource,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.database.isConfigured) return;
    this.source.use({
      series: (question, keys) => this.series.read(question, keys),
      failureCounts: (filter, limit) => this.failures.counts(filter, limit),
      failureGroups: (fingerprints, filter, parts) => this.failures.groups(fingerprints, filter, parts),
      failedIds: (fingerprint, limit) => this.failures.ids(fingerprint, limit),
    });
  }
}
