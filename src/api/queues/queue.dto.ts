import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import type { Hold } from '../../core/queues/queue-holds.js';
import type { QueueSettings, QueueSnapshot } from '../../core/queues/queue-overview.js';
import type { QueueWindow } from '../../core/queues/queue-stats.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

class QueueCountsDto {
  @ApiProperty({ type: 'integer', example: 12, description: 'could be started now' })
  waiting!: number;

  @ApiProperty({ type: 'integer', example: 3, description: 'wait for their time, or between two attempts' })
  delayed!: number;

  @ApiProperty({ type: 'integer', example: 8 })
  started!: number;

  @ApiProperty({ type: 'integer', example: 4200, description: 'until their retention is over' })
  succeeded!: number;

  @ApiProperty({
    type: 'integer',
    example: 7,
    description: 'FAILURE, until their retention is over',
  })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'until their retention is over' })
  revoked!: number;
}

/** Since when a queue is held up on purpose, and by whom. */
class QueueHoldDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  since!: string;

  @ApiProperty({ example: 'ops', description: 'the name of the key; `anonymous` where there are no keys' })
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

/** What happened in a stretch of time. Percentiles are known within a factor of two; null: nothing ended. */
class QueueWindowDto {
  @ApiProperty({ type: 'integer', example: 600, description: 'attempts' })
  succeeded!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'attempts after which there was no other' })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'attempts that failed and are tried again' })
  retried!: number;

  @ApiProperty({ example: 10.05, description: 'attempts that ended' })
  per_second!: number;

  @ApiProperty({ type: RunTimesDto, description: 'how long they ran' })
  run_ms!: RunTimesDto;

  @ApiProperty({ type: WaitTimesDto, description: 'how long tasks waited for their first attempt' })
  wait_ms!: WaitTimesDto;

  static of({ perSecond, runMs, waitMs, ...counts }: QueueWindow): QueueWindowDto {
    return { ...counts, per_second: perSecond, run_ms: runMs, wait_ms: waitMs };
  }
}

/** At most `max` starts in `duration_ms`. */
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
    description: 'tasks at once over all workers',
  })
  concurrency!: number | null;

  @ApiProperty({ type: QueueRateDto, nullable: true, example: null, description: 'starts over all workers' })
  rate!: QueueRateDto | null;
}

/** What PATCH /queues/{name} takes: what is left out stays, null takes a limit away. */
export class QueueLimitsChangeDto {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 100_000,
    example: 20,
    description: 'tasks at once over all workers; null: as many as they have room for',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100_000)
  concurrency?: number | null;

  @ApiPropertyOptional({
    type: QueueRateDto,
    nullable: true,
    description: 'starts over all workers; null: no limit',
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
  @ApiProperty({ enum: queueNames, example: 'tasks' })
  name!: QueueName;

  @ApiProperty({ example: false, description: 'paused: no worker starts a task of it' })
  paused!: boolean;

  @ApiProperty({
    type: QueueHoldDto,
    nullable: true,
    example: null,
    description: 'who paused it; null: it is not paused, or that is not known',
  })
  pause!: QueueHoldDto | null;

  @ApiProperty({ example: true, description: 'false: it was closed, and a submit is a 503 `queue-closed`' })
  accepting!: boolean;

  @ApiProperty({ type: QueueHoldDto, nullable: true, example: null, description: 'who closed it' })
  closed!: QueueHoldDto | null;

  @ApiProperty({
    type: 'integer',
    example: 23,
    description: 'tasks that are not final: 0 once it has run dry',
  })
  remaining!: number;

  @ApiProperty({ type: QueueCountsDto })
  counts!: QueueCountsDto;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 1_200,
    description: 'how long the one that waits longest could have been started; null: none waits',
  })
  oldest_waiting_ms!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 480,
    description: 'how long the task has run that runs longest, as of the last heartbeat; null: none runs',
  })
  longest_running_ms!: number | null;

  @ApiProperty({
    example: 1.5,
    description:
      'how long the workers that there are need for what waits, by the mean run of the last minute, else of the hour, else 1 s',
  })
  backlog_seconds!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'workers that take tasks from it' })
  consumers!: number;

  @ApiProperty({ type: 'integer', example: 16, description: 'tasks that they execute at once' })
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
      remaining: counts.waiting + counts.delayed + counts.started,
      ...{ name, counts, paused: isPaused, consumers: queue.consumers, slots: queue.slots },
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
