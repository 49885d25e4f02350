import { Module } from '@nestjs/common';
import { BackgroundTasksModule } from '../../platform/background-tasks/background-tasks.module.js';
import { BlobsModule } from '../fetch/bodies/blobs.module.js';
import { OutboundModule } from '../../platform/outbound/outbound.module.js';
import { defineQueue } from '../../core/index.js';
import { ExecutionModule } from '../../worker/index.js';
import { Attachments } from './email/attachments.js';
import { Channels } from './channels.js';
import { DeliverWebhookTask } from './webhooks/deliver-webhook.task.js';
import { EmailChannel } from './email/email-channel.js';
import { EmailRequestedListener } from './email/email-requested.js';
import { EndWebhooks } from './webhooks/end-webhooks.js';
import { Mailer } from './email/mailer.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsProcessor } from './notifications.processor.js';
import { NotifyController } from './notify.controller.js';
import { Outbox } from './email/outbox.js';
import { SendEmailTask } from './email/send-email.task.js';
import { TemplatesController } from './templates/templates.controller.js';
import { Templates } from './templates/templates.js';
import { WebhookChannel } from './webhooks/webhook-channel.js';
import { WebhookPolicy } from './webhooks/webhook-policy.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhooksProcessor } from './webhooks/webhooks.processor.js';

/**
 * Notifications: after the response as a background event, or durable as a task of the queue `notifications` or
 * `webhooks`.
 */
@Module({
  imports: [
    ExecutionModule,
    BackgroundTasksModule,
    OutboundModule,
    BlobsModule,
    defineQueue('notifications'),
    defineQueue('webhooks', { concurrency: 16 }),
  ],
  controllers: [NotifyController, NotificationsController, TemplatesController],
  providers: [
    NotificationsProcessor,
    WebhooksProcessor,
    SendEmailTask,
    EmailRequestedListener,
    Mailer,
    Outbox,
    Channels,
    EmailChannel,
    Templates,
    Attachments,
    WebhookChannel,
    WebhookPolicy,
    WebhookSender,
    DeliverWebhookTask,
    EndWebhooks,
  ],
})
export class NotificationsModule {}
