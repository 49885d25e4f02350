import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../worker/index.js';

/** Emails, and webhooks stored by a release that had no separate queue for them. */
@Processor('notifications')
export class NotificationsProcessor extends TaskProcessor {}
