import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { timeText } from '../../../output/times.js';
import { readJsonFile } from '../json-input.js';
import { withId } from './schedule-id.js';
import type { Schedule } from './schedule-view.js';

/** `celeriac schedule put ID FILE` */
export function schedulePut(cli: Cli): Command {
  return cli
    .command('put', 'Create a schedule from a JSON file, or replace it, as in PUT /schedules/{id}', [
      'schedule put nightly-report nightly.json',
      `echo '{"task": "math.divide", "payload": {"x": 1, "y": 2}, "cron": "0 3 * * *"}' | celeriac schedule put nightly -`,
    ])
    .argument('<id>', 'ID of the schedule')
    .argument('<file>', 'path of the file, or - for standard input')
    .action(
      cli.action(async ({ client, output, terminal }, _options: object, id: string, path: string) => {
        // The API checks it, and points at each mistake.
        const body = (await readJsonFile(path, terminal)) as components['schemas']['ScheduleRequestDto'];
        const schedule = bodyOf(await client.api.PUT('/schedules/{schedule_id}', { ...withId(id), body }));
        output.show(schedule, stateText);
      }),
    );
}

/** `celeriac schedule pause ID` */
export function schedulePause(cli: Cli): Command {
  return cli
    .command('pause', 'Pause a schedule; its tasks and workflows continue', [
      'schedule pause nightly-report --note "until the database is moved"',
    ])
    .argument('<id>', 'ID of the schedule')
    .option('--note <text>', 'shown with the schedule and kept in the audit log')
    .action(
      cli.action(async ({ client, output }, { note }: { note?: string }, id: string) => {
        const body = note === undefined ? {} : { note };
        const call = { ...withId(id), body };
        const schedule = bodyOf(await client.api.POST('/schedules/{schedule_id}/pause', call));
        output.show(schedule, stateText);
      }),
    );
}

/** `celeriac schedule resume ID` */
export function scheduleResume(cli: Cli): Command {
  return cli
    .command('resume', 'Resume a paused schedule; to make up for ticks: celeriac schedule backfill', [
      'schedule resume nightly-report',
    ])
    .argument('<id>', 'ID of the schedule')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        const schedule = bodyOf(await client.api.POST('/schedules/{schedule_id}/resume', withId(id)));
        output.show(schedule, stateText);
      }),
    );
}

/** `celeriac schedule run ID` */
export function scheduleRun(cli: Cli): Command {
  return cli
    .command('run', 'Submit the task or workflow of a schedule now', ['schedule run nightly-report'])
    .argument('<id>', 'ID of the schedule')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        const submitted = bodyOf(await client.api.POST('/schedules/{schedule_id}/run', withId(id)));
        output.show(submitted, ({ task_id, workflow_id }) => task_id ?? workflow_id ?? '');
      }),
    );
}

/** `celeriac schedule delete ID` */
export function scheduleDelete(cli: Cli): Command {
  return cli
    .command('delete', 'Delete a schedule and its history; what it has submitted stays', [
      'schedule delete nightly-report',
    ])
    .argument('<id>', 'ID of the schedule')
    .action(
      cli.action(async ({ client, output }, _options: object, id: string) => {
        await client.api.DELETE('/schedules/{schedule_id}', withId(id));
        output.show({ schedule_id: id, deleted: true }, () => `The schedule ${id} is deleted.`);
      }),
    );
}

function stateText({ schedule_id: id, state, next_tick_at: next }: Schedule): string {
  return `The schedule ${id} is ${state}${next === null ? '' : `; next tick: ${timeText(next)}`}.`;
}
