import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CoreModule } from '../../core/core.module.js';
import { BrokerHealth } from './broker-health.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { HistoryHealth } from './history-health.js';
import { ProcessHealth } from './process-health.js';
import { QueueHealth } from './queue-health.js';
import { QueueTrouble } from './queue-trouble.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), CoreModule],
  controllers: [HealthController],
  providers: [BrokerHealth, HealthService, HistoryHealth, ProcessHealth, QueueHealth, QueueTrouble],
  exports: [HealthService],
})
export class HealthModule {}
