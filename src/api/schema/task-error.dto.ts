import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** An error with type and message. */
class ErrorDto {
  @ApiProperty({ example: 'ZeroDivisionError' })
  type!: string;

  @ApiProperty({ example: 'division by zero' })
  message!: string;
}

/** The error of a task. */
export class TaskErrorDto extends ErrorDto {
  @ApiPropertyOptional({
    example: 'ZeroDivisionError: division by zero\n    at DivideTask.run (divide.task.js:35:19)',
    description: 'Stack trace; only from `GET /tasks/{task_id}`, and only for the role admin',
  })
  stack?: string;
}

/** A failed attempt. */
export class AttemptErrorDto extends ErrorDto {
  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @ApiProperty({ example: 'worker-1' })
  worker!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.004Z' })
  started_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.009Z' })
  ended_at!: string;
}
