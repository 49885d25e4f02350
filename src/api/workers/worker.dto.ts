import { ApiProperty } from '@nestjs/swagger';
import type { QueueName } from '../../core/task/queue-name.js';
import { QUEUE } from '../schema/queue-name.js';
import type { WorkerReport, WorkerSnapshot, WorkerState } from '../../core/workers/worker-report.js';
import { isoTime } from '../../platform/timing/iso-time.js';

export const EXAMPLE_WORKER_ID = '6f0c2f0e-8a41-4b7e-9d0c-52a1c4f0f3aa';

class ConsumedQueueDto {
  @ApiProperty(QUEUE)
  name!: QueueName;

  @ApiProperty({ type: 'integer', example: 8, description: 'Maximum number of tasks at once' })
  concurrency!: number;

  @ApiProperty({ example: false, description: 'Whether this worker was told to stop consuming the queue' })
  paused!: boolean;

  @ApiProperty({ type: 'integer', example: 3, description: 'Running tasks of this queue on this worker' })
  active_count!: number;
}

class ActiveTaskDto {
  @ApiProperty({ format: 'uuid', example: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e' })
  task_id!: string;

  @ApiProperty({ example: 'math.count-primes' })
  name!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.004Z' })
  since!: string;
}

class AttemptCountsDto {
  @ApiProperty({
    type: 'integer',
    example: 1204,
    description: 'All attempts, including those that asked to run later',
  })
  processed!: number;

  @ApiProperty({ type: 'integer', example: 1200 })
  succeeded!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  retried!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  revoked!: number;
}

class LoopDelayDto {
  @ApiProperty({ example: 0.3 })
  p50!: number;

  @ApiProperty({ example: 4.1 })
  p99!: number;
}

/** The report of a worker process. */
export class WorkerReportDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_WORKER_ID, description: 'Unique to this process' })
  worker_id!: string;

  @ApiProperty({ example: 'worker-1' })
  name!: string;

  @ApiProperty({ enum: ['online', 'draining'] satisfies WorkerReport['state'][], example: 'online' })
  state!: WorkerState;

  @ApiProperty({ example: 'host-1' })
  host!: string;

  @ApiProperty({ type: 'integer', example: 4711 })
  pid!: number;

  @ApiProperty({ example: '0.2.0' })
  version!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T07:00:00.000Z' })
  started_at!: string;

  @ApiProperty({ type: [ConsumedQueueDto] })
  queues!: ConsumedQueueDto[];

  @ApiProperty({
    example: false,
    description: 'True while the worker takes no tasks because the clock of its machine is wrong',
  })
  clock_wrong!: boolean;

  @ApiProperty({ type: 'integer', example: 2, description: 'Maximum number of threads for CPU-bound tasks' })
  threads!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Running tasks' })
  active_count!: number;

  @ApiProperty({ type: [ActiveTaskDto], description: 'Oldest running tasks, at most 100' })
  active!: ActiveTaskDto[];

  @ApiProperty({ type: AttemptCountsDto, description: 'Attempts since the process started, by outcome' })
  counts!: AttemptCountsDto;

  @ApiProperty({
    type: [Number],
    example: [0.5, 0.4, 0.3],
    description: 'Load average of the host over 1, 5 and 15 minutes',
  })
  load_average!: number[];

  @ApiProperty({ type: 'integer', example: 104857600 })
  rss_bytes!: number;

  @ApiProperty({ type: 'integer', example: 41943040 })
  heap_bytes!: number;

  @ApiProperty({ type: LoopDelayDto, description: 'Recent event-loop delay in ms' })
  event_loop_delay_ms!: LoopDelayDto;

  @ApiProperty({ example: 'info' })
  log_level!: string;

  static ofReport(report: WorkerReport): WorkerReportDto {
    return { ...fieldsOf(report), state: report.state };
  }
}

/** A worker as of its last heartbeat. */
export class WorkerDto extends WorkerReportDto {
  @ApiProperty({
    enum: ['online', 'draining', 'lost'] satisfies WorkerState[],
    example: 'online',
    description: '`lost`: no heartbeat for 15 s; a lost worker stays listed for a day',
  })
  declare state: WorkerState;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.004Z',
    description: "By the broker's clock",
  })
  last_heartbeat_at!: string;

  static of(worker: WorkerSnapshot): WorkerDto {
    const { state, lastHeartbeatAt } = worker;
    return { ...fieldsOf(worker), state, last_heartbeat_at: isoTime(lastHeartbeatAt) };
  }
}

export class WorkersDto {
  @ApiProperty({ type: [WorkerDto], description: 'Newest heartbeat first' })
  items!: WorkerDto[];
}

function fieldsOf(report: Omit<WorkerReport, 'state'>): Omit<WorkerReportDto, 'state'> {
  return {
    worker_id: report.id,
    name: report.name,
    host: report.host,
    pid: report.pid,
    version: report.version,
    started_at: isoTime(report.startedAt),
    queues: report.queues.map(({ isPaused, running, ...queue }) => ({
      ...queue,
      paused: isPaused,
      active_count: running?.count ?? 0,
    })),
    clock_wrong: report.isClockWrong ?? false,
    threads: report.threads,
    active_count: report.activeCount,
    active: report.active.map(({ id, since, ...task }) => ({ task_id: id, ...task, since: isoTime(since) })),
    counts: report.counts,
    load_average: [...report.loadAverage],
    rss_bytes: report.rssBytes,
    heap_bytes: report.heapBytes,
    event_loop_delay_ms: report.loopDelayMs,
    log_level: report.logLevel,
  };
}
