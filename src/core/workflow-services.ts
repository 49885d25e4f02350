import { DeclaredSchedules } from './schedules/declared/declared-schedules.js';
import { DueSchedules } from './schedules/ticking/due-schedules.js';
import { ScheduleChanges } from './schedules/schedule-changes.js';
import { ScheduledPayloads } from './schedules/submitting/scheduled-payloads.js';
import { ScheduledTasks } from './schedules/submitting/scheduled-tasks.js';
import { ScheduledWork } from './schedules/submitting/scheduled-work.js';
import { ScheduledWorkflows } from './schedules/submitting/scheduled-workflows.js';
import { WorkflowPlaces } from './schedules/submitting/workflow-places.js';
import { WorkflowSeals } from './schedules/submitting/workflow-seals.js';
import { ScheduleList } from './schedules/schedule-list.js';
import { SchedulePauses } from './schedules/schedule-pauses.js';
import { ScheduleRuns } from './schedules/schedule-runs.js';
import { ScheduleStore } from './schedules/records/schedule-store.js';
import { Ticker } from './schedules/ticking/ticker.js';
import { EachItems } from './workflows/nested/each-items.js';
import { EachResults } from './workflows/nested/each-results.js';
import { Parking } from './workflows/nested/parking.js';
import { StepValues } from './workflows/nested/step-values.js';
import { WorkflowResult } from './workflows/nested/workflow-result.js';
import { OpenWorkflows } from './workflows/progress/open-workflows.js';
import { StepsOfWorkflows, WorkflowActions } from './workflows/act/workflow-actions.js';
import { WorkflowEnds } from './workflows/progress/workflow-ends.js';
import { WorkflowPlanner } from './workflows/start/workflow-planner.js';
import { WorkflowProgress } from './workflows/progress/workflow-progress.js';
import { WorkflowQueue } from './workflows/start/workflow-queue.js';
import { WorkflowRemoval } from './workflows/act/workflow-removal.js';
import { WorkflowRepair } from './workflows/progress/workflow-repair.js';
import { WorkflowRetry } from './workflows/act/workflow-retry.js';
import { WorkflowStop } from './workflows/act/workflow-stop.js';
import { WorkflowArchive } from './workflows/record/workflow-archive.js';
import { WorkflowHistories } from './workflows/record/workflow-history.js';
import { WorkflowReader } from './workflows/record/workflow-reader.js';
import { WorkflowList } from './workflows/record/workflow-list.js';
import { WorkflowStore } from './workflows/record/workflow-store.js';
import { WorkflowFeed } from './workflows/watch/workflow-feed.js';
import { WorkflowUpkeep } from './workflows/progress/workflow-upkeep.js';
import { WorkflowWriter } from './workflows/record/workflow-writer.js';

/** Workflows and schedules: what other modules inject. */
export const workflowServices = [
  DeclaredSchedules,
  DueSchedules,
  ScheduleChanges,
  ScheduleList,
  SchedulePauses,
  ScheduleRuns,
  ScheduleStore,
  Ticker,
  WorkflowActions,
  WorkflowFeed,
  WorkflowHistories,
  WorkflowList,
  WorkflowProgress,
  WorkflowQueue,
  WorkflowReader,
  WorkflowStore,
  WorkflowUpkeep,
  EachItems,
  EachResults,
  Parking,
  StepValues,
  WorkflowResult,
];

/** Their own parts. */
export const workflowInternals = [
  OpenWorkflows,
  StepsOfWorkflows,
  WorkflowArchive,
  WorkflowEnds,
  WorkflowPlanner,
  WorkflowRemoval,
  WorkflowRepair,
  WorkflowRetry,
  WorkflowStop,
  WorkflowWriter,
  ScheduledPayloads,
  ScheduledTasks,
  ScheduledWork,
  ScheduledWorkflows,
  WorkflowPlaces,
  WorkflowSeals,
];
