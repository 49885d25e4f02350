import { Module } from '@nestjs/common';
import { AuthModule } from '../access/auth.module.js';
import { Dashboard } from './dashboard.js';

@Module({
  imports: [AuthModule],
  providers: [Dashboard],
  exports: [Dashboard],
})
export class DashboardModule {}
