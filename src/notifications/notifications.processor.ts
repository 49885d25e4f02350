import { Processor } from '@nestjs/bullmq';
import { TaskProcessor } from '../worker/task-processor.js';

@Processor('notifications')
export class NotificationsProcessor extends TaskProcessor {}
