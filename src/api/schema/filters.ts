import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length } from 'class-validator';
import { IsQueueName, QUEUE } from './queue-name.js';

/** The query parameter for one queue. */
export function QueueFilter(description = 'Only tasks in this queue'): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional({ ...QUEUE, description }), IsOptional(), IsQueueName());
}

/** The query parameter for one type of task, by its name. */
export function NameFilter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ maxLength: 200, example: 'math.divide', description: 'Only tasks of this type' }),
    IsOptional(),
    Length(1, 200),
  );
}
