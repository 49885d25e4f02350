import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsDestination } from '../../../platform/outbound/addresses/is-destination.js';
import { Field, OptionalField } from '../../../api/schema/fields.js';

export const MAX_URL = 2_048;
export const MAX_TYPE = 200;
export const EXAMPLE_URL = 'https://example.com/hooks/reports';

/** The URL of a receiver; checks its text only. */
export function WebhookUrl(): PropertyDecorator {
  return Field.text(1, MAX_URL, {
    format: 'uri',
    example: EXAMPLE_URL,
    description: 'An absolute http:// or https:// URL with a public address',
  });
}

/** The body of a webhook, as recommended by Standard Webhooks. */
export class WebhookEventDto {
  @Field.text(1, MAX_TYPE, {
    pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$',
    example: 'report.finished',
    description: 'Words joined by dots, from general to specific',
  })
  @Matches(/^[\w-]+(\.[\w-]+)*$/, { message: 'type must be words joined by dots, such as report.finished' })
  type!: string;

  @Field.object({
    example: { report_id: 'r-42', pages: 3 },
    description: 'Any JSON object',
  })
  data!: object;

  @OptionalField.time({
    example: '2026-11-24T08:00:00.000Z',
    description: 'Time of the event (RFC 3339); default: the time of the submit',
  })
  timestamp?: string;
}

/** The payload of `notifications.deliver-webhook`: an event and its receiver. */
export class DeliverWebhookPayload extends WebhookEventDto {
  @WebhookUrl()
  @IsDestination()
  url!: string;
}

/** The result of `notifications.deliver-webhook`. */
export class DeliveredWebhookDto {
  @ApiProperty({ type: 'integer', example: 204, description: 'HTTP status of the receiver: 200 to 299' })
  status_code!: number;
}
