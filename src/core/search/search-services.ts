import { BrokerSearch } from './broker-search.js';
import { CandidateSources } from './candidates.js';
import { FittingTasks } from './fitting-tasks.js';
import { StatusCounts } from './status-counts.js';
import { TaskFinder } from './task-finder.js';
import { TaskReader } from './task-reader.js';
import { UnrecordedTasks } from './unrecorded-tasks.js';

/** `TaskFinder`, `TaskReader` and `StatusCounts`, and what they consist of. */
export const searchServices = [
  BrokerSearch,
  CandidateSources,
  FittingTasks,
  StatusCounts,
  TaskFinder,
  TaskReader,
  UnrecordedTasks,
];
