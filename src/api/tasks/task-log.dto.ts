import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ARCHIVED } from '../schema/task.dto.js';

/** Log of a task, across all its attempts. */
export class TaskLogDto {
  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'Number of the first of these lines; greater than 0 if older ones are gone. The newest 10,000 are kept, 1 MiB at most',
  })
  first!: number;

  @ApiProperty({ type: [String], example: ['12 of 40 rows are imported'] })
  lines!: string[];

  @ApiPropertyOptional({ enum: [true], description: ARCHIVED })
  archived?: true;
}
