import { ApiProperty } from '@nestjs/swagger';
import { IsEmail } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/index.js';

export class ReportPayload {
  @ApiProperty({ example: 'ada@example.com' })
  @IsEmail()
  to!: string;
}

/** Reports every night at three o'clock in Berlin, and to the board on the last Friday of each month. */
@Task({
  name: 'example.nightly-report',
  queue: 'tasks',
  payload: ReportPayload,
  schedule: { cron: '0 3 * * *', tz: 'Europe/Berlin', payload: { to: 'ada@example.com' } },
  schedules: [
    {
      id: 'board-report',
      cron: '0 17 * * FRIL',
      tz: 'Europe/Berlin',
      overlap: 'queue',
      note: 'Read by the board',
      payload: { to: 'board@example.com' },
    },
  ],
})
export class NightlyReportTask implements TaskHandler<ReportPayload, string> {
  async run({ to }: ReportPayload, { log }: TaskContext): Promise<string> {
    await log(`Reporting to ${to}`);
    return `reported to ${to}`;
  }
}
