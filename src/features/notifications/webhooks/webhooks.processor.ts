import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../../worker/consuming/task-processor.js';

/** Beside that of the emails: a receiver that hangs holds a slot of other webhooks, never one that an email needs. */
@Processor('webhooks')
export class WebhooksProcessor extends TaskProcessor {}
