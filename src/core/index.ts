/**
 * The door of the core: what features, history, bridges, examples and other applications import. Rooms of the core
 * import each other's files, never this one.
 */

// Install the core into an application, and define the queues of a module.
export { CoreModule, type CoreOptionsFactory } from './core.module.js';
export { CoreOptions, type RedisNode } from './core-options.js';
export type { QueueTelemetry } from './bullmq/telemetry.js';
export { defineQueue } from './bullmq/define-queue.js';
export { KnownQueues, type QueueDefaults } from './task/known-queues.js';
export type { QueueName } from './task/queue-name.js';

// Write a task.
export {
  Task,
  TaskDefinition,
  type TaskClass,
  type TaskContext,
  type TaskHandler,
  type TaskOptions,
} from './task/task.js';
export { DiscardTask, RetryTask, SnoozeTask, TimeoutError } from './task/task-outcome.js';
export { backoffDelayMs, type ErrorClass } from './task/options/retry-policy.js';
export type { CatchUp, Overlap, ScheduleOptions } from './task/options/schedule-options.js';
export { Checkpoints } from './read/checkpoints.js';

// Submit a task after the end of another.
export { follow, followWith } from './follow-ups/follow.js';
export type { FinalError, FollowUp, FollowUpDefinition, FollowedTask } from './task/options/follow-up.js';

// Submit tasks.
export type { NamedTask } from './submit/job-preparer.js';
export { TaskQueue } from './submit/task-queue.js';
export type { ResultOptions, StoredTask, SubmittedTask, TaskHandle } from './task/handle/task-handle.js';
export { ResultTimeoutError, TaskFailedError, TaskRevokedError } from './task/handle/result.errors.js';
export { TaskRegistry, type RegisteredTask } from './task/task-registry.js';
export type { SubmitContext } from './task/submit-context.js';
export type { ChildOptions, OptionsOfEach, SubmitOptions } from './task/options/submit-options.js';

// Write workflows.
export { chain, chord, chunks, group, map, step, type Next } from './workflows/builder/compose.js';
export type { Failed, Part, Step, StepOptions } from './workflows/builder/part.js';
export type { Payload, Ref } from './workflows/builder/ref.js';
export {
  definitionOf,
  workflow,
  type EndedWorkflow,
  type Hook,
  type WorkflowSettings,
} from './workflows/builder/workflow.js';
export type {
  HookDefinition,
  IfFailed,
  StepDefinition,
  WorkflowDefinition,
} from './workflows/definition/workflow-definition.js';

// Start workflows at times.
export {
  Schedule,
  type ScheduledWorkflow,
  type WorkflowScheduleOptions,
} from './schedules/declared/schedule.decorator.js';

// Read tasks.
export { type RecordedJob, TaskStore } from './read/task-store.js';
export { TaskList, fits } from './read/task-list.js';
export { TaskIndex } from './read/task-index.js';
export { QueueContents } from './bullmq/queue-contents.js';
export type { TaskSnapshot } from './task/task-snapshot.js';
export { rowsOf } from './task/task-field.js';
export { taskFields } from './task/task-fields.js';
export { newSnapshot } from './bullmq/job-snapshot.js';
export { taskJson, type TaskJson } from './task/task-json.js';
export { isFinal, taskStatuses, type TaskStatus } from './task/task-status.js';
export { idOf, idsFrom, isTaskId, madeAt, newTaskId, placeOf } from './task/task-id.js';

// Act on tasks.
export { Cancellation } from './handle/cancellation.js';
export { TaskActions } from './act/task-actions.js';
export { TaskEdit, type TaskChange } from './act/task-edit.js';
export { inTurns } from './act/in-turns.js';

// Operate workers and task types.
export { ALL_WORKERS, WorkerCommands, type WorkerCommand } from './workers/worker-commands.js';
export { TypeControl } from './queues/type-control.js';
export { TypeLimits } from './queues/type-limits.js';
export { optionBounds } from './task/options/option-bounds.js';

// Start workflows, and read them.
export { WorkflowQueue, type StartedWorkflow } from './workflows/start/workflow-queue.js';
export { WorkflowStore, type WorkflowView } from './workflows/record/workflow-store.js';
export { WorkflowHistories, type WorkflowHistory } from './workflows/record/workflow-history.js';
export { WorkflowReader } from './workflows/record/workflow-reader.js';
export { WorkflowActions } from './workflows/act/workflow-actions.js';
export { replaceWith } from './workflows/nested/replace-with.js';

// Follow a task's completion and its removal.
export {
  CompletionListeners,
  type CompletionEvent,
  type CompletionListener,
} from './lifetime/completion-listeners.js';
export { RemovalHooks, type RemovalHook } from './lifetime/removal-hooks.js';

// Bridge another system of tasks: what came over it is marked, and told its end.
export type { BridgeMark } from './task/bridge-mark.js';
export { BridgedIds } from './read/bridged-ids.js';
export { BridgeEnds, type BridgedEnd, type WaitingEnds } from './lifetime/bridge-ends.js';
export type { CeleryBinding } from './task/options/celery-binding.js';
export { priorities, priorityNumber, type Priority } from './task/options/priority.js';
export { runningTask, type RunningTask } from './task/running-task.js';
export { TaskWatcher, type AllWatcher } from './watch/task-watcher.js';

// Keep a history of finished tasks.
export {
  AuditHistories,
  type ActionFilter,
  type AuditHistory,
  type StoredAction,
} from './history/audit-history.js';
export {
  Histories,
  HistoryUnavailableError,
  SearchTooBroadError,
  type EndedTask,
  type FullTask,
  type HistorySearch,
  type SearchPosition,
  type Sorting,
  type TaskCount,
  type TaskHistory,
  type Transition,
} from './history/task-history.js';
export {
  StatisticsSource,
  type FailureCount,
  type FailureFilter,
  type FailureGroup,
  type FailureParts,
  type SeriesPoint,
  type SeriesQuestion,
  type StatMetric,
  type TaskStatistics,
} from './history/task-statistics.js';
export { QueueStats } from './queues/queue-stats.js';
export { fingerprintOfTask } from './read/fingerprints.js';
export { transitionsIn } from './read/transitions.js';
export type {
  AnywhereCondition,
  Condition,
  DocumentCondition,
  DocumentTest,
  JsonScalar,
  NumberField,
  Pattern,
  Range,
  TagCondition,
  TextCondition,
  TextField,
  TimeField,
} from './query/condition.js';
export { runMsOf, waitMsOf } from './query/durations.js';
export { TaskReader, type FoundTask } from './search/task-reader.js';
export { EndedTasks, type EndedSet } from './read/ended-tasks.js';
export { TaskPayloads } from './read/task-payloads.js';
export { TaskOutput } from './read/task-output.js';
export type { LogLines, TaskEvent } from './task/handle/task-event.js';
export { WorkerDirectory } from './workers/worker-directory.js';
export type { ActiveTask, WorkerSnapshot } from './workers/worker-report.js';
export {
  TaskFinder,
  type FinderPlace,
  type FinderRequest,
  type FoundPage,
  type ListedTask,
} from './search/task-finder.js';

// Ask for tasks with a query.
export { documentsIn, conditionsOf, type QueryContext } from './query/resolve-query.js';
export { fitsAll, type SearchedTask } from './query/matcher.js';
export { MAX_QUERY_LENGTH, parseQuery } from './query/parse/parse-query.js';
export { looksIntoPayloads } from './query/payload-query.js';
export { printQuery } from './query/print-query.js';
export { HiddenPayloadError, QueryError, type Query, type QueryFault } from './query/query.js';
export { queryFields } from './query/query-fields.js';
export {
  suggestAt,
  type QueryKnowledge,
  type Suggestion,
  type Suggestions,
} from './query/suggest/suggest-at.js';

// Errors.
export { InvalidWorkflowError, type WorkflowFault } from './workflows/definition/workflow.errors.js';
export { BrokerUnavailableError } from './redis/broker.errors.js';
export {
  InvalidOptionError,
  PayloadTooLargeError,
  QueueFullError,
  StateConflictError,
  TaskNotFoundError,
  WebhookRefusedError,
  WiringError,
  undefinedIfNotFound,
} from './task/queue.errors.js';

// Keep records of one's own in the same Redis.
export { Broker } from './redis/broker.js';
export { ALL_BLOBS, Keys } from './redis/keys.js';
export { LiveRedis } from './redis/live-redis.js';
export { readUrl } from './redis/broker-address.js';
export { LuaScript } from './redis/lua-script.js';
export type { BrokerClient } from './redis/connections.js';
export { flag, integer, listOf, nothing, oneOf, text, tuple } from './redis/script-reply.js';
export { scoredOf } from './redis/scored.js';
export { MAX_SKEW_MS } from './broker-state/broker-state.js';
