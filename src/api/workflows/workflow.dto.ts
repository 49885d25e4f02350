import {
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  IntersectionType,
  OmitType,
  getSchemaPath,
} from '@nestjs/swagger';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { type IfFailed, ifFailedModes } from '../../core/workflows/definition/workflow-definition.js';
import { type WorkflowJson, workflowJson } from '../../core/workflows/record/workflow-json.js';
import {
  type WorkflowSnapshot,
  type WorkflowStatus,
  workflowStatuses,
} from '../../core/workflows/record/workflow.js';
import { QUEUE } from '../schema/queue-name.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { MaybeTokenDto } from '../schema/token.dto.js';
import { NullableField } from '../schema/fields.js';
import { COUNTS_ID, PRIMES_REPORT, RATIO_ID } from './workflow-examples.js';

/** A task of a workflow. */
class StepTaskDto {
  @ApiProperty({ format: 'uuid', example: COUNTS_ID })
  task_id!: string;

  @ApiProperty({ enum: taskStatuses, example: 'PENDING' })
  status!: TaskStatus;
}

class Timed {
  @NullableField.time({ example: '2026-11-24T08:00:00.004Z' })
  started_at!: string | null;

  @NullableField.time({ example: '2026-11-24T08:00:00.009Z' })
  finished_at!: string | null;
}

/** The task of one item of an `each`. */
class ItemDto extends IntersectionType(StepTaskDto, Timed) {}

/** The items of an `each`. */
class ItemsDto {
  @ApiProperty({ type: 'integer', example: 2 })
  total!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Number of items that have ended' })
  ended!: number;

  @ApiPropertyOptional({ type: [ItemDto], description: 'Only with `?items=true`: the items, in order' })
  tasks?: ItemDto[];
}

/** A step of a workflow. */
export class StepDto extends IntersectionType(StepTaskDto, Timed) {
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  declare status: TaskStatus;

  @ApiProperty({ example: 'math.count-primes', description: 'Name of its task' })
  task!: string;

  @ApiProperty(QUEUE)
  queue!: string;

  @ApiProperty({
    type: [String],
    example: [],
    description: 'The steps that must end first, from `after` and from references',
  })
  after!: readonly string[];

  @ApiProperty({ enum: ifFailedModes, example: 'fail' })
  if_failed!: IfFailed;

  @ApiProperty({
    example: false,
    description: 'True if it is REVOKED because a step before it failed with `if_failed: "skip"`',
  })
  skipped!: boolean;

  @NullableField.nested(ItemsDto, {
    example: { total: 2, ended: 2 },
    description: 'Only of a step with `each`, once its list is known',
  })
  items!: ItemsDto | null;
}

/** Data of a `step` event. */
export class StepEventDto extends StepDto {
  @ApiProperty({ example: 'counts', description: 'Name of the step' })
  name!: string;
}

/** The task of a hook. */
export class HookDto extends OmitType(StepDto, ['after', 'if_failed', 'skipped', 'items']) {}

/** A new workflow. */
@ApiExtraModels(StepTaskDto)
export class StartedWorkflowDto extends MaybeTokenDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  workflow_id!: string;

  @ApiProperty({ enum: workflowStatuses, example: 'PENDING' })
  status!: WorkflowStatus;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(StepTaskDto) },
    example: {
      counts: { task_id: COUNTS_ID, status: 'PENDING' },
      ratio: { task_id: RATIO_ID, status: 'PENDING' },
    },
    description: 'The tasks of the steps by name',
  })
  steps!: Record<string, StepTaskDto>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(StepTaskDto) },
    example: {},
    description: 'The tasks of `on_success`, `on_failure` and `on_end`',
  })
  hooks!: Record<string, StepTaskDto>;
}

/** A workflow without its steps, created by `workflowJson`. */
export class WorkflowDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  workflow_id!: string;

  @NullableField.text({ example: PRIMES_REPORT.name })
  name!: string | null;

  @ApiProperty({
    enum: workflowStatuses,
    example: 'SUCCESS',
    description:
      'PENDING: no step has ended. STARTED: some have. SUCCESS: all steps that count have succeeded. FAILURE: a ' +
      'step with `if_failed: "fail"` failed. REVOKED: it was cancelled',
  })
  status!: WorkflowStatus;

  @ApiProperty({ type: [String], example: [] })
  tags!: readonly string[];

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  created_at!: string;

  @NullableField.time({ example: '2026-11-24T08:00:00.020Z' })
  finished_at!: string | null;

  @ApiProperty({ type: 'integer', example: 4, description: 'Number of steps and of items of `each`' })
  step_count!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Steps and items that have not ended' })
  open_step_count!: number;

  @NullableField.text({ example: null, description: 'Null unless REVOKED' })
  revoke_reason!: string | null;

  @NullableField.text({ example: null, description: 'As in a task' })
  submitted_by!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'Task that started this workflow' })
  parent_id!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'First task in the chain of submits' })
  root_id!: string | null;

  static of(
    workflow: WorkflowSnapshot,
  ): WorkflowDto & Record<Exclude<keyof WorkflowJson, keyof WorkflowDto>, never> {
    return workflowJson(workflow);
  }
}

const STEP_EXAMPLE = {
  task_id: COUNTS_ID,
  status: 'SUCCESS',
  started_at: '2026-11-24T08:00:00.004Z',
  finished_at: '2026-11-24T08:00:00.009Z',
  task: 'math.count-primes',
  queue: 'tasks',
  after: [],
  if_failed: 'fail',
  skipped: false,
  items: { total: 2, ended: 2 },
};

/** A workflow with its steps. */
@ApiExtraModels(StepDto, HookDto)
export class WorkflowDetailsDto extends WorkflowDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(StepDto) },
    example: { counts: STEP_EXAMPLE },
    description: 'The steps by name, each after the steps that it waits for',
  })
  steps!: Record<string, StepDto>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(HookDto) },
    example: {},
    description: 'The tasks of `on_success`, `on_failure` and `on_end`',
  })
  hooks!: Record<string, HookDto>;

  @ApiProperty({
    type: [String],
    example: ['counts', 'ratio'],
    description:
      'The chain of steps that ran longest: the workflow cannot be faster than these, one after another',
  })
  critical_path!: readonly string[];

  @ApiProperty({ type: 'integer', example: 9, description: 'Running time of these steps together, so far' })
  critical_path_ms!: number;

  @ApiPropertyOptional({
    enum: [true],
    description:
      'Only from the history: the retention of the workflow is over, and the broker has removed it',
  })
  archived?: true;
}
