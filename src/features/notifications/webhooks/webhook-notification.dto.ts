import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../../../api/schema/submit-options.dto.js';
import { WebhookEventDto, WebhookUrl } from './deliver-webhook.payload.js';

/** The body of POST /notifications with `channel: "webhook"`. */
export class WebhookNotificationDto {
  @ApiProperty({ enum: ['webhook'], example: 'webhook' })
  @IsIn(['webhook'])
  channel!: 'webhook';

  @WebhookUrl()
  url!: string;

  @ApiProperty({ type: WebhookEventDto, description: 'Body of the webhook' })
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookEventDto)
  event!: WebhookEventDto;

  @OptionalSubmitOptions()
  options?: SubmitOptionsDto;
}
