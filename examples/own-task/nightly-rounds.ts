import { type ScheduledWorkflow, Schedule, chain, step } from '../../src/core/index.js';
import { NightlyReportTask } from './nightly-report.task.js';

/** Reports to one after the other, every night at four o'clock in Berlin. */
@Schedule({ id: 'nightly-rounds', cron: '0 4 * * *', tz: 'Europe/Berlin' })
export class NightlyRounds implements ScheduledWorkflow {
  workflow() {
    return chain(
      step(NightlyReportTask, { to: 'grace@example.com' }),
      step(NightlyReportTask, { to: 'edsger@example.com' }),
    );
  }
}
