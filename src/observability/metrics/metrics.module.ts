import { Module } from '@nestjs/common';
import { BackgroundTasksModule } from '../../platform/background-tasks/background-tasks.module.js';
import { CoreModule } from '../../core/core.module.js';
import { ExecutionModule } from '../../worker/execution.module.js';
import { BlobMetrics } from './blob-metrics.js';
import { HistoryGauges, HistoryMetrics } from './history-metrics.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsRegistry } from './metrics-registry.js';
import { QueueMetrics } from './queue-metrics.js';
import { ScheduleGauges } from './schedule-gauges.js';
import { ScheduleMetrics } from './schedule-metrics.js';
import { TaskTypeGauges } from './task-type-gauges.js';
import { TaskMetrics } from './task-metrics.js';
import { WorkerGauges } from './worker-gauges.js';
import { WorkflowGauges, WorkflowMetrics } from './workflow-metrics.js';

/** A worker's metrics. */
@Module({
  imports: [CoreModule, ExecutionModule],
  providers: [HistoryMetrics, MetricsRegistry, ScheduleMetrics, TaskMetrics, WorkerGauges, WorkflowMetrics],
  exports: [MetricsRegistry, ScheduleMetrics, TaskMetrics],
})
export class WorkerMetricsModule {}

/** The API's metrics: responses, queues and broker. */
@Module({
  imports: [CoreModule, BackgroundTasksModule],
  controllers: [MetricsController],
  providers: [
    MetricsRegistry,
    HistoryGauges,
    HistoryMetrics,
    QueueMetrics,
    BlobMetrics,
    ScheduleGauges,
    TaskTypeGauges,
    WorkflowGauges,
    WorkflowMetrics,
    HttpMetrics,
  ],
  exports: [HttpMetrics],
})
export class ApiMetricsModule {}
