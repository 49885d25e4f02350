import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { QueueName } from '../../core/task/queue-name.js';
import { QUEUE } from '../schema/queue-name.js';
import type { Hold } from '../../core/queues/queue-holds.js';
import type { QueueCounts } from '../../core/queues/queue-counter.js';
import type { QueueSettings } from '../../core/queues/queue-control.js';
import type { QueueSnapshot } from '../../core/queues/queue-overview.js';
import type { QueueWindow } from '../../core/queues/queue-stats.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

class QueueCountsDto {
  @ApiProperty({ type: 'integer', example: 12, description: 'Tasks that can start now' })
  waiting!: number;

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'Tasks waiting for their time or for their next attempt',
  })
  delayed!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Tasks waiting for other tasks of a workflow; no worker could start them now',
  })
  waiting_for_steps!: number;

  @ApiProperty({ type: 'integer', example: 8 })
  started!: number;

  @ApiProperty({ type: 'integer', example: 4200, description: 'Kept until their retention ends' })
  succeeded!: number;

  @ApiProperty({
    type: 'integer',
    example: 7,
    description: 'Tasks with status FAILURE, kept until their retention ends',
  })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Kept until their retention ends' })
  revoked!: number;

  static of({ waitingForSteps, ...counts }: QueueCounts): QueueCountsDto {
    return { ...counts, waiting_for_steps: waitingForSteps };
  }
}

/** The time of an operator's pause or closing, with the client's name. */
class QueueHoldDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  since!: string;

  @ApiProperty({ example: 'ops', description: 'Name of the API key; `anonymous` if no keys are configured' })
  by!: string;

  @ApiProperty({ type: String, nullable: true, example: 'deploy' })
  reason!: string | null;

  static of(hold: Hold | null): QueueHoldDto | null {
    return hold && { ...hold, since: isoTime(hold.since) };
  }
}

class RunTimesDto {
  @ApiProperty({ type: 'integer', nullable: true, example: 110 })
  mean!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 92 })
  p50!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 480 })
  p95!: number | null;
}

class WaitTimesDto {
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  p50!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 40 })
  p95!: number | null;
}

/** Counts over a period. Percentiles are accurate within a factor of two; null if nothing completed. */
class QueueWindowDto {
  @ApiProperty({ type: 'integer', example: 600, description: 'Successful attempts' })
  succeeded!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Attempts that failed without a retry' })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Attempts that failed and are retried' })
  retried!: number;

  @ApiProperty({ example: 10.05, description: 'Finished attempts' })
  per_second!: number;

  @ApiProperty({ type: RunTimesDto, description: 'Run time of attempts' })
  run_ms!: RunTimesDto;

  @ApiProperty({ type: WaitTimesDto, description: 'Time tasks waited for their first attempt' })
  wait_ms!: WaitTimesDto;

  static of({ perSecond, runMs, waitMs, ...counts }: QueueWindow): QueueWindowDto {
    return { ...counts, per_second: perSecond, run_ms: runMs, wait_ms: waitMs };
  }
}

/** At most `max` starts per `duration_ms`. */
class QueueRateDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000, example: 100 })
  @IsSafeInteger()
  @Min(1)
  @Max(1_000_000)
  max!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 86_400_000, example: 1_000 })
  @IsSafeInteger()
  @Min(1)
  @Max(86_400_000)
  duration_ms!: number;
}

class QueueLimitsDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'Maximum number of tasks running at once across all workers',
  })
  concurrency!: number | null;

  @ApiProperty({
    type: QueueRateDto,
    nullable: true,
    example: null,
    description: 'Maximum number of starts across all workers',
  })
  rate!: QueueRateDto | null;
}

/** Body of PATCH /queues/{name}: omitted limits stay unchanged, null removes a limit. */
export class QueueLimitsChangeDto {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 100_000,
    example: 20,
    description: 'Maximum number of tasks running at once across all workers; null removes the limit',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100_000)
  concurrency?: number | null;

  @ApiPropertyOptional({
    type: QueueRateDto,
    nullable: true,
    description: 'Maximum number of starts across all workers; null removes the limit',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => QueueRateDto)
  rate?: QueueRateDto | null;

  static limitsOf({ concurrency, rate }: QueueLimitsChangeDto): Partial<QueueSettings> {
    return {
      ...(concurrency !== undefined && { concurrency }),
      ...(rate !== undefined && { rate: rate && { max: rate.max, durationMs: rate.duration_ms } }),
    };
  }
}

export class QueueDto {
  @ApiProperty(QUEUE)
  name!: QueueName;

  @ApiProperty({ example: false, description: 'True while no worker starts tasks of this queue' })
  paused!: boolean;

  @ApiProperty({
    type: QueueHoldDto,
    nullable: true,
    example: null,
    description: 'Time, key and reason of the pause; null if the queue is not paused or this is not known',
  })
  pause!: QueueHoldDto | null;

  @ApiProperty({
    example: true,
    description: 'False if the queue is closed; submits then fail with 503 `queue-closed`',
  })
  accepting!: boolean;

  @ApiProperty({
    type: QueueHoldDto,
    nullable: true,
    example: null,
    description: 'Time, key and reason of the closing; null if the queue is open',
  })
  closed!: QueueHoldDto | null;

  @ApiProperty({
    type: 'integer',
    example: 23,
    description: 'Tasks that are not final; 0 once the queue is empty',
  })
  remaining!: number;

  @ApiProperty({ type: QueueCountsDto })
  counts!: QueueCountsDto;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 1_200,
    description: 'Age of the oldest runnable task in ms; null if none',
  })
  oldest_waiting_ms!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 480,
    description: 'Run time of the longest-running task in ms, as of the last heartbeat; null if none',
  })
  longest_running_ms!: number | null;

  @ApiProperty({
    example: 1.5,
    description:
      'Estimated seconds for the current workers to clear the backlog, from the mean run time of the last minute, ' +
      'else of the last hour, else 1 s',
  })
  backlog_seconds!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Workers that consume the queue' })
  consumers!: number;

  @ApiProperty({ type: 'integer', example: 16, description: 'Tasks that these workers can run at once' })
  slots!: number;

  @ApiProperty({ type: QueueLimitsDto })
  limits!: QueueLimitsDto;

  @ApiProperty({ type: QueueWindowDto })
  last_minute!: QueueWindowDto;

  @ApiProperty({ type: QueueWindowDto })
  last_hour!: QueueWindowDto;

  static of(queue: QueueSnapshot): QueueDto {
    const { name, isPaused, counts, limits, throughput } = queue;
    const { rate } = limits;
    return {
      pause: QueueHoldDto.of(queue.pause),
      accepting: queue.closed === null,
      closed: QueueHoldDto.of(queue.closed),
      remaining: counts.waiting + counts.delayed + counts.waitingForSteps + counts.started,
      ...{
        name,
        counts: QueueCountsDto.of(counts),
        paused: isPaused,
        consumers: queue.consumers,
        slots: queue.slots,
      },
      oldest_waiting_ms: queue.oldestWaitingMs,
      longest_running_ms: queue.longestRunningMs,
      backlog_seconds: queue.backlogSeconds,
      limits: {
        concurrency: limits.concurrency,
        rate: rate && { max: rate.max, duration_ms: rate.durationMs },
      },
      last_minute: QueueWindowDto.of(throughput.minute),
      last_hour: QueueWindowDto.of(throughput.hour),
    };
  }
}

export class QueuesDto {
  @ApiProperty({ type: [QueueDto] })
  items!: QueueDto[];
}
