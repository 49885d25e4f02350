import { ArrayNotEmpty, IsNumber, IsString, Length } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../../src/core/index.js';
import { REPORTS } from './reports.queue.js';

/** The order of a report: checked by the controller's pipe, and again by the worker. */
export class ReportOrder {
  @IsString()
  @Length(1, 100)
  title!: string;

  @ArrayNotEmpty()
  @IsNumber({}, { each: true })
  sales!: number[];
}

/** Writes a report. Safe to repeat: it has no effect but its result. */
@Task({ name: 'reports.write', queue: REPORTS, payload: ReportOrder })
export class WriteReportTask implements TaskHandler<ReportOrder, string> {
  async run({ title, sales }: ReportOrder, { progress }: TaskContext): Promise<string> {
    const total = sales.reduce((sum, sale) => sum + sale, 0);
    await progress(100);
    return `${title}: ${total} in ${sales.length} sales`;
  }
}
