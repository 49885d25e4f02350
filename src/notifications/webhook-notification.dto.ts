import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, Length, ValidateNested } from 'class-validator';
import { SubmitOptionsDto } from '../http/submit-options.dto.js';
import { EXAMPLE_URL, MAX_URL, WebhookEventDto } from './deliver-webhook.payload.js';

/** What `channel: "webhook"` takes in POST /notifications. */
export class WebhookNotificationDto {
  @ApiProperty({ enum: ['webhook'], example: 'webhook' })
  @IsIn(['webhook'])
  channel!: 'webhook';

  @ApiProperty({
    format: 'uri',
    minLength: 1,
    maxLength: MAX_URL,
    example: EXAMPLE_URL,
    description: 'an absolute http:// or https:// URL, at a public address',
  })
  @Length(1, MAX_URL)
  url!: string;

  @ApiProperty({ type: WebhookEventDto, description: 'the body of the webhook' })
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookEventDto)
  event!: WebhookEventDto;

  @ApiPropertyOptional({ type: SubmitOptionsDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SubmitOptionsDto)
  options?: SubmitOptionsDto;
}
