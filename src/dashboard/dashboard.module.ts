import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { Dashboard } from './dashboard.js';

@Module({
  imports: [QueueModule, AuthModule],
  providers: [Dashboard],
  exports: [Dashboard],
})
export class DashboardModule {}
