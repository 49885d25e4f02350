import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import { wholeNumber } from '../../../arguments/parsers.js';
import type { Cli } from '../../../cli.js';
import type { Column } from '../../../output/table.js';
import { agoText, withReadableTimes } from '../../../output/times.js';
import { TICK_COLUMNS } from './schedule-view.js';

type PreviewedTick = components['schemas']['PreviewedTickDto'];

const PREVIEW_COLUMNS: readonly Column<PreviewedTick>[] = [
  { title: 'TICK', cell: ({ at }) => withReadableTimes(at) },
  { title: 'IN', cell: ({ at }) => agoText(at) },
  { title: 'LOCAL', cell: ({ local }) => local.replace('T', ' ') },
  { title: 'CHANGE OF CLOCKS', cell: ({ clock_change }) => clock_change },
];

/** `celeriac schedule preview ID` */
export function schedulePreview(cli: Cli): Command {
  return cli
    .command('preview', 'Show the next ticks of a schedule, also while it is paused', [
      'schedule preview nightly-report --count 30',
    ])
    .argument('<id>', 'ID of the schedule')
    .option('--count <n>', 'number of ticks, up to 100', wholeNumber, 10)
    .action(
      cli.action(async ({ client, output }, { count }: { count: number }, id: string) => {
        const params = { path: { schedule_id: id }, query: { count } };
        const { items } = bodyOf(await client.api.GET('/schedules/{schedule_id}/preview', { params }));
        output.list(items, PREVIEW_COLUMNS, 'No tick is left.');
      }),
    );
}

/** `celeriac schedule ticks ID` */
export function scheduleTicks(cli: Cli): Command {
  return cli
    .command('ticks', 'List the last ticks of a schedule: submitted, skipped or missed', [
      'schedule ticks nightly-report --limit 10',
    ])
    .argument('<id>', 'ID of the schedule')
    .option('--limit <n>', 'number of ticks, up to 100', wholeNumber, 50)
    .action(
      cli.action(async ({ client, output }, { limit }: { limit: number }, id: string) => {
        const params = { path: { schedule_id: id }, query: { limit } };
        const { items } = bodyOf(await client.api.GET('/schedules/{schedule_id}/ticks', { params }));
        output.list(items, TICK_COLUMNS, 'It has not ticked yet.');
      }),
    );
}
