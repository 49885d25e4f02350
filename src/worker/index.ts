/**
 * The door of the worker: what features, bridges, examples and other applications import. Rooms of the worker import
 * each other's files, never this one.
 */

// Install execution into an application.
export { ExecutionModule, type WorkerOptionsFactory } from './execution.module.js';
export { WorkerOptions } from './worker-options.js';

// Serve a queue: a subclass with `@Processor('reports')`.
export { TaskProcessor } from './consuming/task-processor.js';

// Hook into the attempts of tasks: methods of any provider.
export {
  OnTaskFailed,
  OnTaskRetried,
  OnTaskRevoked,
  OnTaskStarted,
  OnTaskSucceeded,
} from './hooks/on-task.js';
export type {
  TaskFailedEvent,
  TaskRetriedEvent,
  TaskRevokedEvent,
  TaskStartedEvent,
  TaskSucceededEvent,
} from './hooks/hook-events.js';

// Start, drain and stop a worker.
export { WorkerLifecycle } from './worker-lifecycle.js';
export { serveThread } from './isolation/thread-entry.js';

// For `retryOn` and `dontRetryOn`: the error of a task whose thread died.
export { ThreadDiedError } from './isolation/task-thread.js';
