import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsQueueName, QUEUE } from './queue-name.js';
import { OptionalField } from './fields.js';

/** The query parameter for one queue. */
export function QueueFilter(description = 'Only tasks in this queue'): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional({ ...QUEUE, description }), IsOptional(), IsQueueName());
}

/** The query parameter for one type of task, by its name. */
export function NameFilter(): PropertyDecorator {
  return OptionalField.text(1, 200, { example: 'math.divide', description: 'Only tasks of this type' });
}
