import { HistoryDatabase } from '../../../dist/history/database/history-database.js';
import { Migrations } from '../../../dist/history/database/migrations.js';
import { HistorySearches } from '../../../dist/history/search/history-searches.js';
import { TextIndex } from '../../../dist/history/search/text-index.js';
import { Partitions } from '../../../dist/history/tasks/partitions.js';
import { TaskTable } from '../../../dist/history/tasks/task-table.js';
import { Config } from '../../../dist/platform/config/config.js';

/** A history without an application around it. */
export async function openHistory(url) {
  const config = new Config({ NODE_ENV: 'test', HISTORY_URL: url });
  const database = new HistoryDatabase(config, new Migrations(config));
  const partitions = new Partitions(database);
  return {
    database,
    partitions,
    table: new TaskTable(database, partitions),
    searches: new HistorySearches(database, new TextIndex(database)),
    close: () => database.onApplicationShutdown(),
  };
}
