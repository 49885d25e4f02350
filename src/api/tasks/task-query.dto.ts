import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Query of GET /tasks/{task_id}. */
export class TaskQuery {
  @ApiPropertyOptional({
    enum: ['payload'],
    example: 'payload',
    description: 'Adds the payload, for the role admin only. `[redacted]` stands for each secret in it',
  })
  @IsOptional()
  @IsIn(['payload'])
  include?: 'payload';
}
