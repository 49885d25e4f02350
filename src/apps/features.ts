import type { ModuleMetadata } from '@nestjs/common';
import { FetchModule } from '../features/fetch/fetch.module.js';
import { NotificationsModule } from '../features/notifications/notifications.module.js';
import { OperationsModule } from '../api/bulk-actions/operations.module.js';
import { TasksModule } from '../features/tasks/tasks.module.js';

/** The modules that own tasks. The API and the workers load exactly these, so that both know every task. */
export const features: NonNullable<ModuleMetadata['imports']> = [
  TasksModule,
  NotificationsModule,
  FetchModule,
  OperationsModule,
];
