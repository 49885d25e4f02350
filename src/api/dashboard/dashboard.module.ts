import { Module } from '@nestjs/common';
import { AuthModule } from '../access/auth.module.js';
import { QueueModule } from '../../core/queue.module.js';
import { Dashboard } from './dashboard.js';

@Module({
  imports: [QueueModule, AuthModule],
  providers: [Dashboard],
  exports: [Dashboard],
})
export class DashboardModule {}
