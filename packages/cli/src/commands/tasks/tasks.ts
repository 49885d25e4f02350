import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { taskColumns } from './task-columns.js';

interface Options {
  readonly limit?: number;
}

/** `celeriac tasks [QUERY]` */
export function tasksCommand(cli: Cli): Command {
  return cli
    .command('tasks', 'List tasks, newest first')
    .argument('[query...]', 'status:FAILURE name:math.divide tag:nightly created:>-1h …; see docs/queries.md')
    .option('--limit <number>', 'how many', Number)
    .action(
      cli.action(async ({ client, output }, { limit }: Options, terms: string[]) => {
        const query = { q: terms.join(' '), ...(limit === undefined ? {} : { limit }) };
        const { data } = await client.api.GET('/tasks', { params: { query } });
        output.list(data?.items ?? [], taskColumns(output.style), 'No task fits.');
      }),
    );
}
