import type { Command } from 'commander';
import type { Session } from '../cli.js';
import { type ExitCode, ExitCode as Code, UsageError } from '../exit-code.js';
import { readPages } from '../paging.js';
import { type BulkOptions, actByQuery } from './bulk-action.js';
import { confirm } from './confirm.js';
import { actOnEach } from './each-task.js';

export interface SelectionOptions extends BulkOptions {
  readonly query?: readonly string[];
}

/** An action on selected tasks. */
export interface TaskAction {
  /** Its name. */
  readonly verb: string;
  /** Past participle for messages: `cancelled`. */
  readonly past: string;
  /** The name of the bulk action that does it; without one, tasks are requested one by one. */
  readonly bulk?: 'retry' | 'cancel' | 'delete';
  /** Requests it for one task. */
  readonly one: (id: string) => Promise<unknown>;
}

/** Adds `[id...]`, `--query`, `--dry-run` and `--yes`. */
export function withSelection(command: Command): Command {
  return command
    .argument('[id...]', 'IDs of tasks; - reads them from standard input')
    .option('--query <words...>', 'all tasks that match a query; see docs/queries.md')
    .option('--dry-run', 'only count what the query finds')
    .option('--yes', 'do not ask');
}

/** Carries out an action on the tasks that the command line selects. */
export async function actOnSelection(
  session: Session,
  options: SelectionOptions,
  ids: readonly string[],
  action: TaskAction,
): Promise<ExitCode> {
  if ((options.query === undefined) === (ids.length === 0))
    throw new UsageError(`Give either IDs or --query: celeriac ${action.verb} --help`);
  if (options.query === undefined) {
    const given = ids.length === 1 && ids[0] === '-' ? words(await session.terminal.readInput()) : ids;
    return actOnEach(session, given, action.past, action.one);
  }
  const q = session.query(options.query);
  return action.bulk === undefined
    ? actOnFound(session, options, action, q)
    : actByQuery(session, options, action.bulk, action.past, q);
}

/** For an action without a bulk action: fixes the tasks by listing them all. */
async function actOnFound(
  session: Session,
  { dryRun, yes }: SelectionOptions,
  { verb, past, one }: TaskAction,
  q: string,
): Promise<ExitCode> {
  const { client, output } = session;
  const tasks = await readPages(session, { all: true }, async (page) => {
    const { data } = await client.api.GET('/tasks', { params: { query: { q, ...page } } });
    return data ?? { items: [], next_cursor: null };
  });
  const ids = tasks.map(({ task_id }) => task_id);
  if (dryRun || ids.length === 0) {
    output.show(ids, () => (ids.length === 0 ? 'No tasks found: nothing to do.' : ids.join('\n')));
    return Code.ok;
  }
  if (!(await confirm(session, `${verb} ${ids.length} tasks`, yes))) return Code.ok;
  return actOnEach(session, ids, past, one);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
