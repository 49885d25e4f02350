import { ApiProperty } from '@nestjs/swagger';
import { type Fact, type Reason, type ReasonCode, reasonCodes } from '../../core/why/reason.js';
import type { StartEstimate } from '../../core/why/start-estimate.js';
import type { Explanation } from '../../core/why/task-explanation.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { QUEUE } from '../schema/queue-name.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { NullableField } from '../schema/fields.js';

class WaitReasonDto {
  @ApiProperty({ enum: reasonCodes, example: 'queue-paused' })
  code!: ReasonCode;

  @ApiProperty({ example: true, description: 'True if the task cannot start before this ends' })
  blocking!: boolean;

  @ApiProperty({
    example: 'The queue tasks has been paused by ops since 2026-11-24T08:00:00.000Z.',
    description: 'The reason as a sentence; its wording may change',
  })
  message!: string;

  @NullableField.text({
    example: 'The queue is resumed: PUT /queues/tasks/resume.',
    description: 'The event that would end it, as a sentence; null if nothing has to',
  })
  ends_when!: string | null;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: { queue: 'tasks', by: 'ops', since: '2026-11-24T08:00:00.000Z' },
    description: 'Numbers, names and times of the reason; docs/operations.md lists them for each code',
  })
  facts!: Readonly<Record<string, unknown>>;

  static of({ code, isBlocking, message, endsWhen, facts }: Reason): WaitReasonDto {
    return { code, blocking: isBlocking, message, ends_when: endsWhen, facts: factsJson(facts) };
  }
}

class EstimateBasisDto {
  @ApiProperty({ type: 'integer', example: 40, description: 'Tasks that start, or end, before this one' })
  tasks_ahead!: number;

  @ApiProperty({ example: 8.5, description: 'Throughput of the queue in tasks per second' })
  per_second!: number;

  @ApiProperty({ enum: ['minute', 'hour'], example: 'minute', description: 'Period of that measurement' })
  window!: 'minute' | 'hour';

  @ApiProperty({ type: 'integer', example: 8, description: 'Tasks of the queue that can run at once' })
  slots!: number;
}

/** When a task will probably start. */
export class StartEstimateDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:04.700Z' })
  start_at!: string;

  @ApiProperty({ type: EstimateBasisDto })
  basis!: EstimateBasisDto;

  static of({ startAt, basis }: StartEstimate): StartEstimateDto {
    const { tasksAhead, perSecond, window, slots } = basis;
    return {
      start_at: isoTime(startAt),
      basis: { tasks_ahead: tasksAhead, per_second: perSecond, window, slots },
    };
  }
}

/** Why a task waits, or what it does. */
export class TaskWhyDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ enum: taskStatuses, example: 'PENDING' })
  status!: TaskStatus;

  @ApiProperty(QUEUE)
  queue!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z', description: 'Time of the read' })
  at!: string;

  @ApiProperty({ type: [WaitReasonDto], description: 'At least one; blocking reasons come first' })
  reasons!: WaitReasonDto[];

  @NullableField.nested(StartEstimateDto, {
    example: null,
    description: 'Null if the task has started, or if the start cannot be estimated',
  })
  estimated_start!: StartEstimateDto | null;

  static of({ task, at, reasons, estimate }: Explanation): TaskWhyDto {
    return {
      ...{ task_id: task.id, status: task.status, queue: task.queue, at: isoTime(at) },
      reasons: reasons.map((reason) => WaitReasonDto.of(reason)),
      estimated_start: estimate && StartEstimateDto.of(estimate),
    };
  }
}

function factsJson(facts: Reason['facts']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factJson(fact)]));
}

function factJson(fact: Fact): unknown {
  if (fact instanceof Date) return isoTime(fact.getTime());
  if (Array.isArray(fact)) return fact.map(factJson);
  // An array is gone by now, which TypeScript does not know of a readonly one.
  return typeof fact === 'object' && fact !== null ? factsJson(fact as Reason['facts']) : fact;
}
