import { Module } from '@nestjs/common';
import { BackgroundTasksModule } from '../background-tasks/background-tasks.module.js';
import { BlobsModule } from '../blobs/blobs.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { ExecutionModule } from '../worker/execution.module.js';
import { Attachments } from './attachments.js';
import { Channels } from './channels.js';
import { DeliverWebhookTask } from './deliver-webhook.task.js';
import { EmailChannel } from './email-channel.js';
import { EmailRequestedListener } from './email-requested.js';
import { EndWebhooks } from './end-webhooks.js';
import { Mailer } from './mailer.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsProcessor } from './notifications.processor.js';
import { NotifyController } from './notify.controller.js';
import { Outbox } from './outbox.js';
import { SendEmailTask } from './send-email.task.js';
import { TemplatesController } from './templates/templates.controller.js';
import { Templates } from './templates/templates.js';
import { WebhookChannel } from './webhook-channel.js';
import { WebhookPolicy } from './webhook-policy.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksProcessor } from './webhooks.processor.js';

/** Telling people: at once after a response, or for certain as a task, of the queue `notifications` or `webhooks`. */
@Module({
  imports: [ExecutionModule, BackgroundTasksModule, OutboundModule, BlobsModule],
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
