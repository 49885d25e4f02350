import { Module } from '@nestjs/common';
import { BackgroundTasksModule } from '../background-tasks/background-tasks.module.js';
import { ExecutionModule } from '../worker/execution.module.js';
import { EmailRequestedListener } from './email-requested.js';
import { Mailer } from './mailer.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsProcessor } from './notifications.processor.js';
import { SendEmailTask } from './send-email.task.js';

/** Telling people: at once after a response, or for certain as a task of the queue `notifications`. */
@Module({
  imports: [ExecutionModule, BackgroundTasksModule],
  controllers: [NotificationsController],
  providers: [NotificationsProcessor, SendEmailTask, EmailRequestedListener, Mailer],
})
export class NotificationsModule {}
