import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { MAX_BATCH } from '../../api/schema/batch.js';
import { Problem } from '../../api/problems/problem.js';
import { EXAMPLE_ID, TaskDto } from '../../api/schema/task.dto.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { EmailNotificationDto } from './email/email-notification.dto.js';
import { WebhookNotificationDto } from './webhooks/webhook-notification.dto.js';

/** The DTO of each channel, by the channel's name. */
export const NOTIFICATIONS = { email: EmailNotificationDto, webhook: WebhookNotificationDto } as const;

/** A notification of any channel: the union that `Channels` parses. */
export const NOTIFICATION_SCHEMA = {
  oneOf: Object.values(NOTIFICATIONS).map((dto) => ({ $ref: getSchemaPath(dto) })),
  discriminator: {
    propertyName: 'channel',
    mapping: Object.fromEntries(
      Object.entries(NOTIFICATIONS).map(([channel, dto]) => [channel, getSchemaPath(dto)]),
    ),
  },
};

/** The response of POST /notifications, for one or several recipients. */
export class NotificationTasksDto {
  @ApiProperty({ type: [TaskDto], description: 'One task per recipient, in the order of the request' })
  items!: TaskDto[];
}

/** The body of POST /notifications/batch. Items are checked separately, so that an invalid one fails alone. */
@ApiExtraModels(...Object.values(NOTIFICATIONS))
export class NotificationBatchDto {
  @ApiProperty({
    type: 'array',
    items: NOTIFICATION_SCHEMA,
    minItems: 1,
    maxItems: MAX_BATCH,
    example: [
      { channel: 'email', to: 'ada@example.com', subject: 'Hello', text: 'How are you, Ada?' },
      { channel: 'email', to: 'grace@example.com', subject: 'Hello', text: 'How are you, Grace?' },
    ],
    description: `1 to ${MAX_BATCH} notifications that create at most ${MAX_BATCH} tasks in total`,
  })
  @IsListOf(MAX_BATCH, { min: 1 })
  notifications!: unknown[];
}

/** The outcome of one notification of a batch: exactly one of the two fields is set. */
export class NotificationOutcomeDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    example: [EXAMPLE_ID],
    description: 'One task per recipient',
  })
  task_ids?: string[];

  @ApiPropertyOptional({ type: Problem })
  problem?: Problem;
}

export class NotificationOutcomesDto {
  @ApiProperty({
    type: [NotificationOutcomeDto],
    description: 'In the order of the notifications in the request',
  })
  items!: NotificationOutcomeDto[];
}
