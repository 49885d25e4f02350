import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import {
  scheduleDelete,
  schedulePause,
  schedulePut,
  scheduleResume,
  scheduleRun,
} from './schedule-actions.js';
import { scheduleBackfill } from './schedule-backfill.js';
import { withId } from './schedule-id.js';
import { schedulePreview, scheduleTicks } from './schedule-ticks.js';
import { scheduleDetails } from './schedule-view.js';

const COMMANDS = [
  ...[schedulePut, schedulePause, scheduleResume, scheduleRun],
  ...[schedulePreview, scheduleTicks, scheduleBackfill, scheduleDelete],
];

/** `celeriac schedule ID`, and the actions on schedules. */
export function scheduleCommand(cli: Cli): Command {
  const command = cli.command('schedule', 'Show one schedule, or act on it', [
    'schedule nightly-report',
    'schedule run nightly-report',
  ]);
  command.addCommand(scheduleShow(cli), { isDefault: true });
  for (const make of COMMANDS) command.addCommand(make(cli));
  return command;
}

function scheduleShow(cli: Cli): Command {
  return cli
    .command('show', 'Show a schedule', ['schedule nightly-report'])
    .argument('<id>', 'ID of the schedule')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        const schedule = bodyOf(await client.api.GET('/schedules/{schedule_id}', withId(id)));
        output.details(schedule, scheduleDetails);
      }),
    );
}
