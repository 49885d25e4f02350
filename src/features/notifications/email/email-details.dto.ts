import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBase64, IsOptional, IsUUID, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { IsListOf } from '../../../platform/validation/rules/is-list-of.js';
import { IsHeaderMailAddress } from '../../../platform/validation/rules/mail-address.js';
import { NotTogetherWith } from '../../../platform/validation/rules/not-together-with.js';
import { IsFileName } from './is-file-name.js';
import { IsUnsubscribeUrl } from './list-unsubscribe.js';
import { OptionalField } from '../../../api/schema/fields.js';

export const MAX_ATTACHMENTS = 10;

/** 256 KiB in base64. A larger file belongs in the blob store, as a fetched body, and not in payloads. */
const MAX_CONTENT = 349_528;
const MEDIA_TYPE = /^[a-z\d.+-]{1,64}\/[a-z\d.+-]{1,100}$/i;

/** An email attachment: a body fetched by `fetch.store`, or a small file that another task has made. */
export class AttachmentDto {
  @ApiPropertyOptional({
    format: 'uuid',
    example: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e',
    description: 'Task created by POST /fetch; the email waits until it has finished. Or give `content`',
  })
  @ValidateIf(({ fetch_task_id, content }: AttachmentDto) => fetch_task_id != null || content == null)
  @IsUUID('7')
  fetch_task_id?: string;

  @OptionalField.text(1, MAX_CONTENT, {
    format: 'byte',
    description: 'The file itself in base64, such as the result of a step, instead of `fetch_task_id`',
  })
  @NotTogetherWith('fetch_task_id')
  @IsBase64()
  content?: string;

  @ApiPropertyOptional({
    maxLength: 165,
    pattern: MEDIA_TYPE.source,
    default: 'application/octet-stream',
    description: 'Media type of `content`',
  })
  @IsOptional()
  @NotTogetherWith('fetch_task_id')
  @Matches(MEDIA_TYPE, { message: 'content_type must be a media type such as image/jpeg' })
  content_type?: string;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 150,
    example: 'report.pdf',
    description:
      'File name shown to the recipient; default: the last part of the fetched URL, or `attachment-1`',
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
