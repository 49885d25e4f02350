import { PickType } from '@nestjs/swagger';
import { TaskDto } from '../../schema/task.dto.js';
import { stateFields, taskFields } from '../../../core/task/task-fields.js';
import { stateJson } from '../../../core/task/task-json.js';
import type { TaskSnapshot } from '../../../core/task/task-snapshot.js';

/** Data of a `state` event: the fields of a task that change during its life. */
export class TaskStateDto extends PickType(
  TaskDto,
  stateFields.map((field) => taskFields[field].json),
) {
  static of(snapshot: TaskSnapshot): TaskStateDto {
    return stateJson(snapshot);
  }
}

/** Data of a `progress` event. */
export class TaskProgressDto extends PickType(TaskDto, ['progress']) {
  static of({ progress }: TaskSnapshot): TaskProgressDto {
    return { progress };
  }
}
