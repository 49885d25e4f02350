import { ApiProperty } from '@nestjs/swagger';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { type TaskStatus, finalStatuses } from '../../core/task/task-status.js';
import { runMsOf, waitMsOf } from '../../core/query/durations.js';
import { isoTimeOrNull } from '../../platform/timing/iso-time.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { NullableField, OptionalField } from '../schema/fields.js';

export const MOST_RUNS = 200;
export const USUAL_RUNS = 100;

/** Query of GET /task-types/{name}/runs. */
export class TaskRunsQuery {
  @OptionalField.integer(1, MOST_RUNS, {
    default: USUAL_RUNS,
    example: USUAL_RUNS,
    description: 'Number of tasks',
  })
  limit?: number;
}

/** A task that has ended. */
export class TaskRunDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ enum: finalStatuses, example: 'SUCCESS' })
  status!: TaskStatus;

  @NullableField.time({ example: '2026-11-24T08:00:00.009Z' })
  finished_at!: string | null;

  @NullableField.integer({
    example: 5,
    description: 'Duration of the last attempt; null if it never started',
  })
  run_ms!: number | null;

  @NullableField.integer({
    example: 4,
    description: 'Time from when it could start until its first start; null if it never started',
  })
  wait_ms!: number | null;

  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @NullableField.text({ example: 'worker-1' })
  worker!: string | null;

  static of(task: TaskSnapshot): TaskRunDto {
    const { id, status, finishedAt, attempt, worker } = task;
    const times = { finished_at: isoTimeOrNull(finishedAt), run_ms: runMsOf(task), wait_ms: waitMsOf(task) };
    return { task_id: id, status, ...times, attempt, worker };
  }
}

class DurationsDto {
  @NullableField.integer({ example: 92, description: 'Null if none has started' })
  p50!: number | null;

  @NullableField.integer({ example: 480, description: 'Null if none has started' })
  p95!: number | null;

  static of(durations: readonly (number | null)[]): DurationsDto {
    const sorted = durations.filter((ms) => ms !== null).sort((a, b) => a - b);
    const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
    return { p50: at(50), p95: at(95) };
  }
}

/** The last tasks of a type. */
export class TaskRunsDto {
  @ApiProperty({ type: [TaskRunDto], description: 'Latest end first' })
  items!: TaskRunDto[];

  @ApiProperty({ type: DurationsDto, description: 'Of these tasks' })
  run_ms!: DurationsDto;

  @ApiProperty({ type: DurationsDto, description: 'Of these tasks' })
  wait_ms!: DurationsDto;

  static of(tasks: readonly TaskSnapshot[]): TaskRunsDto {
    const items = tasks.map((task) => TaskRunDto.of(task));
    return {
      items,
      run_ms: DurationsDto.of(items.map(({ run_ms: ms }) => ms)),
      wait_ms: DurationsDto.of(items.map(({ wait_ms: ms }) => ms)),
    };
  }
}
