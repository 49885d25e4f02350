import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { BlobMetrics } from './blob-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';
import { QueueMetrics } from './queue-metrics.js';
import { ScheduleGauges } from './schedule-gauges.js';
import { WorkflowGauges } from './workflow-metrics.js';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly queues: QueueMetrics,
    private readonly blobs: BlobMetrics,
    private readonly schedules: ScheduleGauges,
    private readonly workflows: WorkflowGauges,
  ) {}

  @Get()
  @RequireRole('viewer')
  @Header('Content-Type', TEXT)
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'Get the metrics of this process, the queues and the broker for Prometheus',
    description: "Tasks executed by a worker are counted in that worker's own /metrics.",
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'In the Prometheus text format',
    content: { 'text/plain': { schema: { type: 'string' }, example: 'celeriac_broker_up 1\n' } },
  })
  @ApiProblems()
  async read(): Promise<string> {
    const looking = [this.queues, this.blobs, this.schedules, this.workflows].map((part) => part.look());
    await Promise.all(looking);
    return this.registry.metrics();
  }
}
