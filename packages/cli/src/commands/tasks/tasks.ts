import type { Task, TasksQuery, components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli, Session } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { type PagingOptions, readPages, withPaging } from '../../paging.js';
import { taskColumns } from './task-columns.js';
import { watchTasks } from './watch-tasks.js';

type Count = components['schemas']['TaskCountDto'];

interface Options extends PagingOptions {
  readonly sort?: TasksQuery['sort'];
  readonly order?: TasksQuery['order'];
  readonly view?: string;
  readonly watch?: true;
  readonly count?: true;
  readonly ids?: true;
  readonly payload?: true;
}

const COUNT_PREFIX: Readonly<Record<Count['relation'], string>> = {
  exact: '',
  at_least: 'at least ',
  estimate: 'about ',
};

/** `celeriac tasks [QUERY]` */
export function tasksCommand(cli: Cli): Command {
  const command = cli
    .command('tasks', 'List the tasks that match a query, newest first', [
      'tasks',
      "tasks status:FAILURE 'finished:>-1h'",
      'tasks tag:customer-4711 -status:SUCCESS',
      'tasks queue:fetch --watch',
      'tasks --sort run_ms --limit 10',
    ])
    .argument('[query...]', 'status:FAILURE name:math.divide tag:nightly …; see docs/queries.md')
    .option('--sort <field>', 'created, finished, run_ms or wait_ms')
    .option('--order <order>', 'asc or desc')
    .option('--view <name>', 'a saved query; see celeriac views')
    .option('--count', 'print only the number of matching tasks')
    .option('--ids', 'print only the IDs, to pipe into other commands')
    .option('--payload', 'show the payloads, too (admins)')
    .option('-w, --watch', 'redraw the list at each change until Ctrl-C; in a pipe, print each change');
  return withPaging(command).action(
    cli.action(async (session, options: Options, words: string[]) => {
      const query = await queryOf(session, options, words);
      if (options.watch) return watchTasks(session, query, options.limit);
      if (options.count) return count(session, query);
      await list(session, query, options);
    }),
  );
}

async function queryOf(session: Session, options: Options, words: readonly string[]): Promise<TasksQuery> {
  const { sort, order, view: name, payload } = options;
  if (name !== undefined && words.length > 0) throw new UsageError('Give either a query or --view');
  const own = {
    ...(sort && { sort }),
    ...(order && { order }),
    ...(payload && { include: 'payload' as const }),
  };
  if (name === undefined) return { q: session.query(words), ...own };
  const view = bodyOf(await session.client.api.GET('/views/{name}', { params: { path: { name } } }));
  return { q: view.q, sort: view.sort, order: view.order, ...own };
}

async function count({ client, output }: Session, query: TasksQuery): Promise<void> {
  const params = { query: { ...query, count: 'estimate' as const, limit: 1 } };
  const { count: counted } = bodyOf(await client.api.GET('/tasks', { params }));
  output.show(counted, (value) => (value ? `${COUNT_PREFIX[value.relation]}${value.value}` : ''));
}

async function list(session: Session, query: TasksQuery, options: Options): Promise<void> {
  const { client, output } = session;
  const missing = new Set<string>();
  const tasks = await readPages<Task>(session, options, async (page) => {
    const found = bodyOf(await client.api.GET('/tasks', { params: { query: { ...query, ...page } } }));
    if (found.looked?.missing) missing.add(found.looked.missing);
    return found;
  });
  if (options.ids)
    output.show(
      tasks.map(({ task_id }) => task_id),
      (ids) => ids.join('\n'),
    );
  else output.list(tasks, taskColumns(output.style, options.payload), 'No tasks found.');
  for (const source of missing) output.note(`The ${source} does not answer: its tasks are missing.`);
}
