/** The door of the client. */
export { createClient, type CeleriacClient, type SubmitCall } from './client.js';
export type { CallOptions, EventsOptions } from './call-options.js';
export type { ClientOptions } from './transport/create-api.js';
export type { TaskHandle } from './handles/task-handle.js';
export type { WaitOptions } from './handles/wait-for-end.js';
export type { WorkflowHandle } from './handles/workflow-handle.js';
export {
  ProblemError,
  TaskFailedError,
  TaskRevokedError,
  UnreachableError,
  ResultTimeoutError,
  WorkflowFailedError,
  type Problem,
} from './errors.js';
export type {
  EventsQuery,
  FleetEvent,
  PayloadOf,
  ResultOf,
  SubmitOptions,
  Task,
  TaskEvent,
  TaskName,
  TaskOf,
  TasksQuery,
  TaskWhy,
  Workflow,
  WorkflowDefinition,
  WorkflowEvent,
} from './api-types.js';
export type { components, paths } from './openapi.js';
