import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../../../worker/index.js';

/** Separate from emails: a receiver that hangs occupies a slot of other webhooks, never one that an email needs. */
@Processor('webhooks')
export class WebhooksProcessor extends TaskProcessor {}
