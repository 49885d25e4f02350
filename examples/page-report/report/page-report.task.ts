import { ApiProperty } from '@nestjs/swagger';
import { Length } from 'class-validator';
import { Task, type TaskHandler, replaceWith } from '../../../src/core/index.js';
import { IsDestination } from '../../../src/platform/outbound/addresses/is-destination.js';
import { SentEmailDto } from '../../../src/features/notifications/email/send-email.task.js';
import { IsMailAddress } from '../../../src/platform/validation/rules/mail-address.js';
import { pageReport } from './page-report.js';

export class PageReportPayload {
  @ApiProperty({ format: 'uri', maxLength: 2_048, example: 'https://example.com/page.json' })
  @Length(1, 2_048)
  @IsDestination()
  url!: string;

  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @IsMailAddress()
  to!: string;
}

/** Runs the workflow as one task, which a schedule can submit. It ends when the workflow ends, as it ends. */
@Task({
  name: 'reports.page',
  summary: 'Send the images of a page by email',
  queue: 'tasks',
  payload: PageReportPayload,
  result: SentEmailDto,
  example: { url: 'https://example.com/page.json', to: 'ada@example.com' },
})
export class PageReportTask implements TaskHandler<PageReportPayload, SentEmailDto> {
  run({ url, to }: PageReportPayload): Promise<SentEmailDto> {
    return replaceWith(pageReport(url, to));
  }
}
