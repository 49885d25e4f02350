import { type DynamicModule, Module } from '@nestjs/common';
import { CoreModule } from '../../src/core/index.js';
import { ExecutionModule } from '../../src/worker/index.js';
import type { AppConfig } from './config.js';
import { ReportsModule } from './reports/reports.module.js';

/** Root module of the API, of the workers and of their threads: all know the same queues and tasks. */
@Module({})
export class AppModule {
  static with({ name, redisUrl, redisPrefix }: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot({ redisUrl, redisPrefix, resultRetentionMs: 3_600_000 }),
        ExecutionModule.forRoot({ name, threads: 1 }),
        ReportsModule,
      ],
    };
  }
}
