import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { DiscardTask, Task, type TaskContext, type TaskHandler } from '../../../core/index.js';
import { IsHeaderText } from '../../../platform/validation/rules/is-header-text.js';
import { IsMailAddress } from '../../../platform/validation/rules/mail-address.js';
import { EmailDetails } from './email-details.dto.js';
import { Mailer, type SentEmail } from './mailer.js';
import { SmtpError } from './smtp-error.js';

export const MAX_SUBJECT = 200;
export const MAX_TEXT = 100_000;
export const MAX_HTML = 250_000;

/**
 * 5 s, 10 s, 20 s and so on up to 15 min: 13 attempts within 73 to 81 minutes. An SMTP server may be down for an hour,
 * and gets all waiting emails within a quarter of an hour after its return.
 */
export const SENDING = {
  attempts: 13,
  backoff: { type: 'exponential', delayMs: 5_000, maxMs: 900_000, jitter: 0.1 },
} as const;

export class SendEmailPayload extends EmailDetails {
  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @IsMailAddress()
  to!: string;

  @ApiProperty({ minLength: 1, maxLength: MAX_SUBJECT, example: 'Your report is ready' })
  @IsHeaderText(MAX_SUBJECT)
  subject!: string;

  @ApiPropertyOptional({
    maxLength: MAX_TEXT,
    example: 'You find it where you left it.',
    description: 'Generated from `html` if left out; `text` or `html` is required',
  })
  @ValidateIf(({ text, html }: SendEmailPayload) => text != null || html == null)
  @IsString()
  @MaxLength(MAX_TEXT)
  text?: string;

  @ApiPropertyOptional({ maxLength: MAX_HTML, example: '<p>You find it where you left it.</p>' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_HTML)
  html?: string;
}

export class SentEmailDto implements SentEmail {
  @ApiProperty({ example: '<01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e@example.com>' })
  message_id!: string;

  @ApiProperty({ example: 'smtp', description: '`smtp`, or the path of the .eml file relative to DATA_DIR' })
  delivered_to!: string;
}

/**
 * Sends one email. If a worker dies after the SMTP server accepted it and before that is recorded, the email is sent
 * again. Its Message-ID is derived from the task id, so that the duplicate is recognisable.
 */
@Task({
  name: 'notifications.send-email',
  aliases: ['tasks.send_email'],
  celery: { args: ['to', 'subject', 'text'] },
  summary: 'Send one email',
  queue: 'notifications',
  payload: SendEmailPayload,
  columns: ['to', 'subject'],
  result: SentEmailDto,
  example: { to: 'ada@example.com', subject: 'Your report is ready', text: 'You find it where you left it.' },
  ...SENDING,
  timeoutMs: 120_000,
})
export class SendEmailTask implements TaskHandler<SendEmailPayload, SentEmail> {
  constructor(private readonly mailer: Mailer) {}

  async run(email: SendEmailPayload, { id, signal }: TaskContext): Promise<SentEmail> {
    try {
      return await this.mailer.send(email, { id, signal });
    } catch (error) {
      const isFinal = error instanceof SmtpError && error.isPermanent;
      throw isFinal ? new DiscardTask(error.message, { cause: error }) : error;
    }
  }
}
