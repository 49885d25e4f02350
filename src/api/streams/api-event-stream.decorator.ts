import { applyDecorators } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Dto } from '../../platform/validation/dto.js';

interface StreamDocumentation {
  /** DTOs by event type. */
  readonly events: Readonly<Record<string, Dto<object>>>;
  /** A part of a stream. */
  readonly example: string;
  /** Description of the header Last-Event-ID. */
  readonly lastEventId: string;
  /** Description of the 204 of a stream that has an end. */
  readonly noContent?: string;
}

/**
 * Documents a route that answers with server-sent events. OpenAPI cannot express the data of each event type:
 * `x-events` maps the types to schemas.
 */
export function ApiEventStream({
  events,
  example,
  lastEventId,
  noContent,
}: StreamDocumentation): MethodDecorator {
  const schemas = Object.entries(events).map(([event, dto]) => [event, { $ref: getSchemaPath(dto) }]);
  return applyDecorators(
    ApiHeader({ name: 'Last-Event-ID', required: false, description: lastEventId }),
    ApiExtraModels(...Object.values(events)),
    ApiExtension('x-events', Object.fromEntries(schemas)),
    ApiOkResponse({
      description: 'The events, as they happen',
      content: { 'text/event-stream': { schema: { type: 'string' }, example } },
    }),
    ...(noContent === undefined ? [] : [ApiNoContentResponse({ description: noContent })]),
  );
}
