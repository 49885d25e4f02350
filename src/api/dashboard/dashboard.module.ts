import { Module } from '@nestjs/common';
import { AuthModule } from '../access/auth.module.js';
import { CoreModule } from '../../core/core.module.js';
import { Dashboard } from './dashboard.js';

@Module({
  imports: [CoreModule, AuthModule],
  providers: [Dashboard],
  exports: [Dashboard],
})
export class DashboardModule {}
