import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import type { QueueName } from '../../core/task/queue-name.js';
import { QUEUE } from '../schema/queue-name.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { Field, NullableField, OptionalField } from '../schema/fields.js';
import type { Hold } from '../../core/queues/queue-holds.js';
import type { QueueCounts } from '../../core/queues/queue-counter.js';
import type { QueueSettings } from '../../core/queues/queue-control.js';
import type { QueueSnapshot } from '../../core/queues/queue-overview.js';
import type { QueueWindow } from '../../core/queues/queue-stats.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';

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

  @NullableField.text({ example: 'deploy' })
  reason!: string | null;

  static of(hold: Hold | null): QueueHoldDto | null {
    return hold && { ...hold, since: isoTime(hold.since) };
  }
}

class RunTimesDto {
  @NullableField.integer({ example: 110 })
  mean!: number | null;

  @NullableField.integer({ example: 92 })
  p50!: number | null;

  @NullableField.integer({ example: 480 })
  p95!: number | null;
}

class WaitTimesDto {
  @NullableField.integer({ example: 3 })
  p50!: number | null;

  @NullableField.integer({ example: 40 })
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
  @Field.integer(1, 1_000_000, { example: 100 })
  max!: number;

  @Field.integer(1, 86_400_000, { example: 1_000 })
  duration_ms!: number;
}

class QueueLimitsDto {
  @NullableField.integer({
    example: null,
    description: 'Maximum number of tasks running at once across all workers',
  })
  concurrency!: number | null;

  @NullableField.nested(QueueRateDto, {
    example: null,
    description: 'Maximum number of starts across all workers',
  })
  rate!: QueueRateDto | null;
}

/** Body of PATCH /queues/{name}: omitted limits stay unchanged, null removes a limit. */
export class QueueLimitsChangeDto extends ReasonDto {
  @OptionalField.integer(1, 100_000, {
    nullable: true,
    example: 20,
    description: 'Maximum number of tasks running at once across all workers; null removes the limit',
  })
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

  @NullableField.nested(QueueHoldDto, {
    example: null,
    description: 'Time, key and reason of the pause; null if the queue is not paused or this is not known',
  })
  pause!: QueueHoldDto | null;

  @ApiProperty({
    example: true,
    description: 'False if the queue is closed; submits then fail with 503 `queue-closed`',
  })
  accepting!: boolean;

  @NullableField.nested(QueueHoldDto, {
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

  @NullableField.integer({
    example: 1_200,
    description: 'Age of the oldest runnable task in ms; null if none',
  })
  oldest_waiting_ms!: number | null;

  @NullableField.integer({
    example: 480,
    description: 'Run time of the longest-running task in ms, as of the last heartbeat; null if none',
  })
  longest_running_ms!: number | null;

  @NullableField.time({
    example: null,
    description:
      'End of the last task, if no task runs or can start now; otherwise null. Also null if no ended task is kept ' +
      'any more',
  })
  idle_since!: string | null;

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
      idle_since: isoTimeOrNull(queue.idleSince),
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
