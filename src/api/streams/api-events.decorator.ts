import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { Dto } from '../../platform/validation/dto.js';

/**
 * Documents the data of each event type of a stream, which OpenAPI cannot express: `x-events` maps the types to schemas.
 *
 * @param events DTOs by event type
 */
export function ApiEvents(events: Readonly<Record<string, Dto<object>>>): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...Object.values(events)),
    ApiExtension(
      'x-events',
      Object.fromEntries(Object.entries(events).map(([event, dto]) => [event, { $ref: getSchemaPath(dto) }])),
    ),
  );
}
