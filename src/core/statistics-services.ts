import { BrokerFailures } from './errors/broker-failures.js';
import { ErrorGroups } from './errors/error-groups.js';
import { ErrorMarks } from './errors/error-marks.js';
import { FailurePlacement } from './errors/failure-places.js';
import { StatisticsSource } from './history/task-statistics.js';
import { BacklogSamples } from './queues/backlog-samples.js';
import { QueueStats } from './queues/queue-stats.js';
import { DeadLetters } from './read/dead-letters.js';
import { FailedTasks } from './read/failed-tasks.js';
import { TaskSeries } from './stats/task-series.js';

/** Services of the core that count tasks over time and group their errors: exported by CoreModule. */
export const statistics = [
  BacklogSamples,
  DeadLetters,
  ErrorGroups,
  ErrorMarks,
  FailurePlacement,
  QueueStats,
  StatisticsSource,
  TaskSeries,
];

/** Those that it keeps to itself. */
export const statisticsWithin = [BrokerFailures, FailedTasks];
