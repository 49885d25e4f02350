import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { Dashboard } from './dashboard.js';

@Module({ imports: [QueueModule], providers: [Dashboard], exports: [Dashboard] })
export class DashboardModule {}
