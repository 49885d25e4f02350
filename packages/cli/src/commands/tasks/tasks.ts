import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { type PagingOptions, readPages, withPaging } from '../../paging.js';
import { taskColumns } from './task-columns.js';

/** `celeriac tasks [QUERY]` */
export function tasksCommand(cli: Cli): Command {
  const command = cli
    .command('tasks', 'List tasks, newest first', [
      'tasks',
      "tasks status:FAILURE 'finished:>-1h'",
      'tasks tag:customer-4711',
    ])
    .argument('[query...]', 'status:FAILURE name:math.divide tag:nightly …; see docs/queries.md');
  return withPaging(command).action(
    cli.action(async (session, options: PagingOptions, words: string[]) => {
      const { client, output } = session;
      const q = session.query(words);
      const tasks = await readPages(session, options, async (page) => {
        const { data } = await client.api.GET('/tasks', { params: { query: { q, ...page } } });
        return data ?? { items: [], next_cursor: null };
      });
      output.list(tasks, taskColumns(output.style), 'No task fits.');
    }),
  );
}
