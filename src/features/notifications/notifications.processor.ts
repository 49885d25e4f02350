import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/consuming/task-processor.js';

/** Emails; and the webhooks that a release which had no queue of their own for them has stored here. */
@Processor('notifications')
export class NotificationsProcessor extends TaskProcessor {}
