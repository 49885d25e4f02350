import { FetchModule } from './fetch/fetch.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { TasksModule } from './tasks/tasks.module.js';

/** The modules that own tasks. The API and the workers load exactly these, so that both know every task. */
export const features = [TasksModule, NotificationsModule, FetchModule, OperationsModule];
