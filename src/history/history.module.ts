import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { CoreModule, Histories } from '../core/index.js';
import { AuditTable } from './audit/audit-table.js';
import { HistoryDatabase } from './database/history-database.js';
import { Installation } from './database/installation.js';
import { Migrations } from './database/migrations.js';
import { SchemaStart } from './database/schema-start.js';
import { RecorderProgress } from './recorder/recorder-progress.js';
import { Recorder } from './recorder/recorder.js';
import { RecordedTasks } from './recorder/recorded-tasks.js';
import { Recording } from './recorder/recording.js';
import { WalkPositions } from './recorder/walk-positions.js';
import { Walks } from './recorder/walks.js';
import { WorkerVersions } from './recorder/worker-versions.js';
import { HistorySearches } from './search/history-searches.js';
import { TextIndex } from './search/text-index.js';
import { TaskArchive } from './task-archive.js';
import { HistoryRetention } from './tasks/history-retention.js';
import { Partitions } from './tasks/partitions.js';
import { TaskTable } from './tasks/task-table.js';
import { WorkflowTable } from './workflows/workflow-table.js';

/** Finished tasks in PostgreSQL, if HISTORY_URL is set. */
@Module({
  imports: [CoreModule],
  providers: [
    AuditTable,
    HistoryDatabase,
    HistoryRetention,
    HistorySearches,
    Installation,
    Migrations,
    Partitions,
    RecordedTasks,
    Recorder,
    RecorderProgress,
    Recording,
    SchemaStart,
    TaskArchive,
    TaskTable,
    TextIndex,
    WalkPositions,
    Walks,
    WorkerVersions,
    WorkflowTable,
  ],
  exports: [HistoryDatabase, Recorder, TaskArchive],
})
export class HistoryModule implements OnApplicationBootstrap {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly archive: TaskArchive,
    private readonly histories: Histories,
  ) {}

  onApplicationBootstrap(): void {
    if (this.database.isConfigured) this.histories.use(this.archive);
  }
}
