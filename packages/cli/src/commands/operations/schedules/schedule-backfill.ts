import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import { timeArgument } from '../../../arguments/parsers.js';
import type { Cli } from '../../../cli.js';
import type { Column } from '../../../output/table.js';
import { timeText } from '../../../output/times.js';
import { withId } from './schedule-id.js';

type Tick = components['schemas']['BackfilledTickDto'];

interface Options {
  readonly from: string;
  readonly to: string;
  readonly submit?: boolean;
}

const COLUMNS: readonly Column<Tick>[] = [
  { title: 'TICK', cell: ({ tick_at }) => timeText(tick_at) },
  { title: 'OUTCOME', cell: ({ outcome }) => outcome },
  { title: 'SUBMITTED', cell: ({ task_id, workflow_id }) => task_id ?? workflow_id },
  { title: 'REASON', cell: ({ reason }) => reason, isText: true },
];

/** `celeriac schedule backfill ID --from TIME --to TIME` */
export function scheduleBackfill(cli: Cli): Command {
  return cli
    .command(
      'backfill',
      'Submit the ticks of a past period that were not submitted; lists them without --submit',
      [
        'schedule backfill nightly-report --from -7d --to now',
        'schedule backfill nightly-report --from 2026-11-01 --to 2026-11-08 --submit',
      ],
    )
    .argument('<id>', 'ID of the schedule')
    .requiredOption('--from <time>', 'begin, such as 2026-11-01, 2026-11-01T08:00Z or -7d', timeOrNow)
    .option('--to <time>', 'end', timeOrNow, 'now')
    .option('--submit', 'submit them, instead of a dry run')
    .action(
      cli.action(async ({ client, output }, { from, to, submit = false }: Options, id: string) => {
        const body = { from, to: timeOrNow(to), dry_run: !submit };
        const call = { ...withId(id), body };
        const backfill = bodyOf(await client.api.POST('/schedules/{schedule_id}/backfill', call));
        output.show(backfill, ({ items, count }) =>
          [
            ...(items.length === 0 ? [] : [output.table(items, COLUMNS)]),
            submit ? `${count} submitted.` : `${count} would be submitted: repeat it with --submit.`,
          ].join('\n'),
        );
      }),
    );
}

function timeOrNow(text: string): string {
  return text === 'now' ? new Date().toISOString() : timeArgument(text);
}
