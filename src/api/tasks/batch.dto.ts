import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { MAX_BATCH } from '../schema/batch.js';
import { Problem } from '../problems/problem.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { MaybeTokenDto } from '../schema/token.dto.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { SubmitDto } from './submit.dto.js';

/** One task of a batch. */
export class BatchTaskDto extends SubmitDto {
  @ApiProperty({ example: 'math.divide' })
  @IsString()
  name!: string;
}

/** Body of POST /tasks/batch. Tasks are checked separately, so that an invalid one fails alone. */
@ApiExtraModels(BatchTaskDto)
export class BatchDto {
  @ApiProperty({
    type: 'array',
    items: { $ref: getSchemaPath(BatchTaskDto) },
    minItems: 1,
    maxItems: MAX_BATCH,
    example: [
      { name: 'math.divide', payload: { x: 10, y: 2 } },
      { name: 'math.divide', payload: { x: 1, y: 4 }, options: { delay_ms: 5_000 } },
    ],
  })
  @IsListOf(MAX_BATCH, { min: 1 })
  tasks!: unknown[];
}

/** Outcome of one task of a batch: either its ID, with a token if it has asked for one, or its problem. */
export class BatchItemDto extends MaybeTokenDto {
  @ApiPropertyOptional({ format: 'uuid', example: EXAMPLE_ID })
  task_id?: string;

  @ApiPropertyOptional({ type: Problem })
  problem?: Problem;
}

export class BatchAnswerDto {
  @ApiProperty({ type: [BatchItemDto], description: 'In the order of the tasks in the request' })
  items!: BatchItemDto[];
}
