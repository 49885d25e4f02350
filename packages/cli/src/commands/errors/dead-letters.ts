import type { components, paths } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { type PagingOptions, readPages, withPaging } from '../../paging.js';
import { taskColumns } from '../tasks/task-columns.js';

type Query = NonNullable<paths['/dead-letters']['get']['parameters']['query']>;

interface Options extends PagingOptions, Pick<Query, 'queue' | 'name' | 'fingerprint'> {}

/** `celeriac dead-letters` */
export function deadLettersCommand(cli: Cli): Command {
  const command = cli
    .command('dead-letters', 'List tasks that failed for good, newest first', [
      'dead-letters',
      'dead-letters --queue fetch --all --json',
    ])
    .option('--queue <queue>', 'only of this queue')
    .option('--name <name>', 'only of this task type')
    .option('--fingerprint <fingerprint>', 'only of this error');
  return withPaging(command).action(
    cli.action(async (session, { queue, name, fingerprint, ...paging }: Options) => {
      const { client, output } = session;
      const filter = { queue, name, fingerprint } as Query;
      const tasks = await readPages(session, paging, async (page) => {
        const answer = await client.api.GET('/dead-letters', { params: { query: { ...filter, ...page } } });
        return bodyOf(answer) as components['schemas']['DeadLetterPageDto'];
      });
      output.list(tasks, taskColumns(output.style), 'There are no dead letters.');
    }),
  );
}
