import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { type PagingOptions, readPages, withPaging } from '../../../paging.js';
import { type Schedule, scheduleColumns } from './schedule-view.js';

interface Options extends PagingOptions {
  readonly task?: string;
  readonly source?: Schedule['source'];
  readonly paused?: boolean;
}

/** `celeriac schedules [TEXT]` */
export function schedulesCommand(cli: Cli): Command {
  const command = cli
    .command('schedules', 'List schedules with their next and last ticks', [
      'schedules',
      'schedules report --paused',
    ])
    .argument('[text]', 'only those with this text in their ID, tasks or note')
    .option('--task <name>', 'only those of this task type')
    .option('--source <source>', 'code or api')
    .option('--paused', 'only paused ones');
  return withPaging(command).action(
    cli.action(async (session, options: Options, text?: string) => {
      const { client, output } = session;
      const { task, source, paused } = options;
      const filter = {
        ...(text && { q: text }),
        ...(task && { task }),
        ...(source && { source }),
        ...(paused && { paused: 'true' as const }),
      };
      const schedules = await readPages(session, options, async (page) =>
        bodyOf(await client.api.GET('/schedules', { params: { query: { ...filter, ...page } } })),
      );
      output.list(schedules, scheduleColumns(output.style), 'No schedules found.');
    }),
  );
}
