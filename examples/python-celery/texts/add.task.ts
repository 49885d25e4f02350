import { ApiProperty } from '@nestjs/swagger';
import { Task, type TaskHandler } from '../../../src/core/index.js';
import { IsSafeInteger } from '../../../src/platform/validation/rules/is-safe-integer.js';

export class AddPayload {
  @ApiProperty({ type: 'integer', example: 4 })
  @IsSafeInteger()
  x!: number;

  @ApiProperty({ type: 'integer', example: 4 })
  @IsSafeInteger()
  y!: number;
}

@Task({
  name: 'math.add',
  aliases: ['tasks.add'],
  celery: { args: ['x', 'y'] },
  summary: 'Add two numbers',
  queue: 'tasks',
  payload: AddPayload,
  result: Number,
  example: { x: 4, y: 4 },
})
export class AddTask implements TaskHandler<AddPayload, number> {
  run({ x, y }: AddPayload): Promise<number> {
    return Promise.resolve(x + y);
  }
}
