import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type StatDimension,
  type StatMetric,
  statDimensions,
  statMetrics,
} from '../../core/history/task-statistics.js';
import type { Series } from '../../core/stats/series.js';
import type { SeriesAnswer, SeriesWish } from '../../core/stats/task-series.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { Period } from '../schema/period.js';
import { QueueFilter } from '../schema/filters.js';
import { Field, NullableField, OptionalField } from '../schema/fields.js';

/** Query of GET /stats. */
export class StatsQuery {
  @Field.oneOf(statMetrics, {
    example: 'throughput',
    description:
      '`throughput`: tasks that ended as SUCCESS or FAILURE. `failures`: tasks that ended as FAILURE. `wait`: times ' +
      'from when a task could start until it started. `run`: run times. `backlog`: tasks that can start now',
  })
  metric!: StatMetric;

  @OptionalField.oneOf(statDimensions, {
    default: 'queue',
    example: 'queue',
    description:
      'One series for each queue, task type or worker, or one for `all` tasks. `name` and `worker` require a history',
  })
  by?: StatDimension;

  @Period('24h', 'Length of the whole period, which ends now. Default: 1h. More than 24h requires a history')
  window?: string;

  @Period(
    '15m',
    'Length of a bucket. Default: one that gives at most 120 buckets. At most 1,500 fit into `window`',
  )
  step?: string;

  @QueueFilter()
  queue?: QueueName;

  @OptionalField.text(1, 200, {
    example: 'math.divide',
    description: 'Only tasks of this type. Requires a history',
  })
  name?: string;
}

const NUMBERS = { type: 'array', items: { type: 'number', nullable: true } } as const;

/** One value for each bucket, oldest first. */
export class StatsSeriesDto {
  @NullableField.text({
    example: 'tasks',
    description:
      'The queue, task type or worker; null for `all`, and for the last series, which is the sum of all others',
  })
  key!: string | null;

  @ApiProperty({
    ...NUMBERS,
    example: [12, 0, 7],
    description:
      'Number of tasks, or of measured durations: 0 where there was none. For `backlog` the highest number in the ' +
      'bucket, and null where it was not measured',
  })
  values!: (number | null)[];

  @ApiPropertyOptional({
    ...NUMBERS,
    example: [110, null, 95],
    description: 'Only for `wait` and `run`: median of the durations in ms, within a factor of two',
  })
  p50_ms?: (number | null)[];

  @ApiPropertyOptional({
    ...NUMBERS,
    example: [480, null, 500],
    description: 'Only for `wait` and `run`: 95th percentile of the durations in ms, within a factor of two',
  })
  p95_ms?: (number | null)[];

  @ApiPropertyOptional({
    ...NUMBERS,
    example: [900, null, 0],
    description: 'Only for `backlog`: longest time for which a runnable task has waited, in ms',
  })
  oldest_ms?: (number | null)[];

  static of({ key, values, p50Ms, p95Ms, oldestMs }: Series): StatsSeriesDto {
    return {
      key,
      values: [...values],
      ...(p50Ms && p95Ms && { p50_ms: [...p50Ms], p95_ms: [...p95Ms] }),
      ...(oldestMs && { oldest_ms: [...oldestMs] }),
    };
  }
}

/** Series for a chart. */
export class StatsDto {
  @ApiProperty({ enum: statMetrics, example: 'throughput' })
  metric!: StatMetric;

  @ApiProperty({ enum: statDimensions, example: 'queue' })
  by!: StatDimension;

  @ApiProperty({
    enum: ['broker', 'history'],
    example: 'broker',
    description:
      '`broker`: counters by minute, at the time when a worker reported them. `history`: tasks by the time of their ' +
      'end, with the last attempt only',
  })
  source!: SeriesAnswer['source'];

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'Start of the first bucket. Buckets begin at multiples of `step_ms` since 1970, in UTC',
  })
  from!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:03:00.000Z',
    description: 'End of the last bucket, which is not over yet',
  })
  to!: string;

  @ApiProperty({ type: 'integer', example: 60_000 })
  step_ms!: number;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description:
      'Number of newest buckets that are incomplete: their values can still change. More than one while the ' +
      'history is behind',
  })
  incomplete_buckets!: number;

  @ApiProperty({
    type: [StatsSeriesDto],
    description: 'At most 20, those with the most tasks first, and one for all others',
  })
  series!: StatsSeriesDto[];

  static of({ metric, by, stepMs, buckets }: SeriesWish, answer: SeriesAnswer): StatsDto {
    return {
      ...{ metric, by, source: answer.source },
      from: isoTime(answer.from),
      to: isoTime(answer.from + stepMs * buckets),
      step_ms: stepMs,
      incomplete_buckets: answer.incompleteBuckets,
      series: answer.series.map((one) => StatsSeriesDto.of(one)),
    };
  }
}
