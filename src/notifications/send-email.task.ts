import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../queue/task.js';
import { Mailer, type SentEmail } from './mailer.js';

export class SendEmailPayload {
  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @IsEmail()
  to!: string;

  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Your report is ready' })
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'subject must have no line breaks and no control characters' })
  subject!: string;

  @ApiProperty({ maxLength: 100_000, example: 'You find it where you left it.' })
  @IsString()
  @Length(0, 100_000)
  text!: string;
}

export class SentEmailDto implements SentEmail {
  @ApiProperty({ example: '<01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e@celeriac>' })
  message_id!: string;

  @ApiProperty({ example: 'smtp', description: '`smtp`, or the path of the .eml file' })
  delivered_to!: string;
}

/**
 * Sends one email. When a worker dies between the SMTP server's yes and the record of it, the email is sent again:
 * the Message-ID is the task's, so that it can be recognised.
 */
@Task({
  name: 'notifications.send-email',
  summary: 'Sends one email',
  queue: 'notifications',
  payload: SendEmailPayload,
  result: SentEmailDto,
  example: { to: 'ada@example.com', subject: 'Your report is ready', text: 'You find it where you left it.' },
  attempts: 5,
})
export class SendEmailTask implements TaskHandler<SendEmailPayload, SentEmail> {
  constructor(private readonly mailer: Mailer) {}

  run(email: SendEmailPayload, { id, signal }: TaskContext): Promise<SentEmail> {
    return this.mailer.send(email, `<${id}@celeriac>`, signal);
  }
}
