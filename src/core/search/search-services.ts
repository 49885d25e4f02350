import { BrokerSearch } from './broker-search.js';
import { CandidateSources } from './candidates.js';
import { FittingTasks } from './fitting-tasks.js';
import { TaskFinder } from './task-finder.js';
import { TaskReader } from './task-reader.js';

/** `TaskFinder` and `TaskReader`, and what they consist of. */
export const searchServices = [BrokerSearch, CandidateSources, FittingTasks, TaskFinder, TaskReader];
