import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/index.js';

export class GreetPayload {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Ada' })
  @IsString()
  @Length(1, 100)
  name!: string;
}

/** Greets someone. Safe to repeat: it has no effect. */
@Task({ name: 'example.greet', queue: 'tasks', payload: GreetPayload })
export class GreetTask implements TaskHandler<GreetPayload, string> {
  async run({ name }: GreetPayload, { progress, log }: TaskContext): Promise<string> {
    await log(`Greeting ${name}`);
    await progress(100);
    return `Hello, ${name}`;
  }
}
