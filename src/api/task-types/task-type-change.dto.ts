import type { LimitsChange } from '../../core/queues/type-limits-record.js';
import { optionBounds } from '../../core/task/options/option-bounds.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { Field, OptionalField } from '../schema/fields.js';

const { rateLimit, timeoutMs } = optionBounds;
const MOST_CONCURRENT = 100_000;

/** At most `max` starts per `duration_ms`. */
class TaskRateDto {
  @Field.integer(rateLimit.max.minimum, rateLimit.max.maximum, { example: 10 })
  max!: number;

  @Field.integer(rateLimit.durationMs.minimum, rateLimit.durationMs.maximum, { example: 1_000 })
  duration_ms!: number;
}

/** Body of PATCH /task-types/{name}: omitted limits stay unchanged, null returns to what the code declares. */
export class TaskLimitsChangeDto extends ReasonDto {
  @OptionalField.nested(TaskRateDto, {
    nullable: true,
    description:
      'Maximum number of starts across all workers. If the code limits each value of a `key`, this limit applies ' +
      'to each value, too',
  })
  rate?: TaskRateDto | null;

  @OptionalField.integer(timeoutMs.minimum, timeoutMs.maximum, {
    nullable: true,
    example: 30_000,
    description:
      'Time limit of one attempt, for attempts that start from now on. A task that was submitted with a `timeout_ms` ' +
      'of its own keeps it',
  })
  timeout_ms?: number | null;

  @OptionalField.integer(1, MOST_CONCURRENT, {
    nullable: true,
    example: 2,
    description:
      'Maximum number of tasks of this type running at once across all workers, of those that start from now on; ' +
      'null removes the limit',
  })
  concurrency?: number | null;

  @OptionalField.flag({
    nullable: true,
    example: true,
    description: 'Like `PUT /task-types/{name}/pause` and `/resume`; null resumes',
  })
  paused?: boolean | null;

  static changeOf({ rate, timeout_ms: timeout, concurrency, paused }: TaskLimitsChangeDto): LimitsChange {
    return {
      ...(concurrency !== undefined && { concurrency }),
      ...(paused !== undefined && { paused: paused ?? false }),
      ...(rate !== undefined && { rate: rate && { max: rate.max, durationMs: rate.duration_ms } }),
      ...(timeout !== undefined && { timeoutMs: timeout }),
    };
  }
}
