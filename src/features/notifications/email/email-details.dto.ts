import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { IsListOf } from '../../../platform/validation/rules/is-list-of.js';
import { IsHeaderMailAddress } from '../../../platform/validation/rules/mail-address.js';
import { IsFileName } from './is-file-name.js';
import { IsUnsubscribeUrl } from './list-unsubscribe.js';

export const MAX_ATTACHMENTS = 10;

/** An email attachment: never uploaded, always a body fetched by `fetch.store`. */
export class AttachmentDto {
  @ApiProperty({
    format: 'uuid',
    example: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e',
    description: 'Task created by POST /fetch; the email waits until it has finished',
  })
  @IsUUID('7')
  fetch_task_id!: string;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 150,
    example: 'report.pdf',
    description: 'File name shown to the recipient; default: the last part of the fetched URL',
  })
  @IsOptional()
  @IsFileName()
  filename?: string;
}

/** Optional parts of any email. */
export class EmailDetails {
  @ApiPropertyOptional({
    type: [AttachmentDto],
    maxItems: MAX_ATTACHMENTS,
    description: 'At most MAX_ATTACHMENT_BYTES in total',
  })
  @IsOptional()
  @IsListOf(MAX_ATTACHMENTS)
  @ValidateNested({ each: true })
  @Type(() => AttachmentDto)
  attachments?: AttachmentDto[];

  @ApiPropertyOptional({
    format: 'email',
    example: 'support@example.com',
    description: 'Reply-To address; ASCII only before the @',
  })
  @IsOptional()
  @IsHeaderMailAddress()
  reply_to?: string;

  @ApiPropertyOptional({
    format: 'uri',
    maxLength: 500,
    example: 'https://example.com/unsubscribe?id=7',
    description:
      'https:// (one-click unsubscribe by POST, RFC 8058) or mailto: (RFC 2369); Gmail and Yahoo require it from ' +
      'bulk senders',
  })
  @IsOptional()
  @IsUnsubscribeUrl()
  list_unsubscribe?: string;
}
