/** The door of the Celery bridge: what features and examples import to call tasks in Python. */
export { RemoteTask, RemoteTaskHandler, type RemoteTaskOptions } from './remote/remote-task.js';
export { RemoteTasksModule } from './remote/remote-tasks.module.js';
export { RemoteTasks, type RemoteSubmitOptions } from './remote/remote-tasks.js';
export type { RemoteHandle } from './remote/remote-handle.js';
export {
  RemoteResultError,
  RemoteRevokedError,
  RemoteTaskError,
  RemoteTimeoutError,
} from './remote/remote.errors.js';
