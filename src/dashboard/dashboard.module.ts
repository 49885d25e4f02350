import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AuditModule } from '../http/audit.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { DashboardAudit } from './dashboard-audit.js';
import { Dashboard } from './dashboard.js';

@Module({
  imports: [QueueModule, AuthModule, AuditModule],
  providers: [Dashboard, DashboardAudit],
  exports: [Dashboard],
})
export class DashboardModule {}
