import { PickType } from '@nestjs/swagger';
import { TaskDto } from '../schema/task.dto.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';

/** Data of a `state` event: the fields of a task that change during its life. */
export class TaskStateDto extends PickType(TaskDto, [
  'task_id',
  'status',
  'attempt',
  'max_attempts',
  'error',
  'worker',
  'run_at',
  'started_at',
  'finished_at',
  'revoke_reason',
  'cancel_requested_at',
]) {
  static of(snapshot: TaskSnapshot): TaskStateDto {
    const task = TaskDto.of(snapshot);
    return {
      task_id: task.task_id,
      status: task.status,
      attempt: task.attempt,
      max_attempts: task.max_attempts,
      error: task.error,
      worker: task.worker,
      run_at: task.run_at,
      started_at: task.started_at,
      finished_at: task.finished_at,
      revoke_reason: task.revoke_reason,
      cancel_requested_at: task.cancel_requested_at,
    };
  }
}

/** Data of a `progress` event. */
export class TaskProgressDto extends PickType(TaskDto, ['progress']) {
  static of({ progress }: TaskSnapshot): TaskProgressDto {
    return { progress };
  }
}
