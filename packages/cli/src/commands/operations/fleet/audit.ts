import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { pairText } from '../../../output/details.js';
import type { Column } from '../../../output/table.js';
import { timeText } from '../../../output/times.js';
import { type PagingOptions, readPages, withPaging } from '../../../paging.js';

type Entry = components['schemas']['AuditEntryDto'];

interface Options extends PagingOptions {
  readonly who?: string;
  readonly action?: string;
  readonly target?: string;
}

const COLUMNS: readonly Column<Entry>[] = [
  { title: 'AT', cell: ({ at }) => timeText(at) },
  { title: 'WHO', cell: ({ who, role }) => `${who} (${role})` },
  { title: 'ACTION', cell: ({ action }) => action },
  { title: 'TARGET', cell: ({ target }) => target },
  { title: 'OUTCOME', cell: ({ outcome }) => outcome },
  { title: 'DETAILS', cell: ({ details }) => Object.entries(details).map(pairText).join(' '), isText: true },
];

/** `celeriac audit` */
export function auditCommand(cli: Cli): Command {
  const command = cli
    .command('audit', 'List the actions of operators, newest first', [
      'audit --who ops',
      'audit --action queue --target tasks',
    ])
    .option('--who <name>', 'name of the API key')
    .option('--action <action>', 'such as queue.pause, or queue for all actions on queues')
    .option('--target <target>', 'name of a queue, or ID of a worker, task or bulk action');
  return withPaging(command).action(
    cli.action(async (session, options: Options) => {
      const { client, output } = session;
      const { who, action, target } = options;
      const filter = { ...(who && { who }), ...(action && { action }), ...(target && { target }) };
      const entries = await readPages(session, options, async (page) =>
        bodyOf(await client.api.GET('/audit', { params: { query: { ...filter, ...page } } })),
      );
      output.list(entries, COLUMNS, 'No entries found.');
    }),
  );
}
