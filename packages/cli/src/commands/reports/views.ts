import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import type { Column } from '../../output/table.js';

type View = components['schemas']['ViewDto'];

type SaveOptions = Pick<components['schemas']['ViewRequestDto'], 'sort' | 'order' | 'shared'>;

const COLUMNS: Column<View>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'QUERY', cell: ({ q }) => q, isText: true },
  { title: 'SORT', cell: ({ sort, order }) => `${sort} ${order}` },
  { title: 'OWNER', cell: ({ owner, shared }) => (shared ? `${owner} (shared)` : owner) },
];

/** `celeriac views` */
export function viewsCommand(cli: Cli): Command {
  const views = cli.command('views', 'List saved queries', ['views', 'tasks --view failures']).action(
    cli.action(async ({ client, output }) => {
      const { items } = bodyOf(await client.api.GET('/views'));
      output.list(items, COLUMNS, 'There are no saved queries: celeriac views save --help');
    }),
  );
  return views.addCommand(saveCommand(cli)).addCommand(deleteCommand(cli));
}

function saveCommand(cli: Cli): Command {
  return cli
    .command('save', 'Save a query under a name', ["views save failures status:FAILURE 'finished:>-1h'"])
    .argument('<name>', 'name of the view')
    .argument('<query...>', 'the query; see docs/queries.md')
    .option('--sort <field>', 'created, finished, run_ms or wait_ms')
    .option('--order <order>', 'asc or desc')
    .option('--shared', 'share it with everyone (operators)')
    .action(
      cli.action(async (session, { sort, order, shared }: SaveOptions, name: string, words: string[]) => {
        const body = {
          q: session.query(words),
          ...(sort && { sort }),
          ...(order && { order }),
          ...(shared && { shared }),
        };
        const params = { path: { name } };
        const view = bodyOf(await session.client.api.PUT('/views/{name}', { params, body }));
        session.output.show(view, () => `celeriac tasks --view ${JSON.stringify(view.name)}`);
      }),
    );
}

function deleteCommand(cli: Cli): Command {
  return cli
    .command('delete', 'Delete a saved query', ['views delete failures'])
    .argument('<name>', 'name of the view')
    .action(
      cli.action(async ({ client, output }, _options, name: string) => {
        await client.api.DELETE('/views/{name}', { params: { path: { name } } });
        output.show({ deleted: name }, () => `${name} is deleted`);
      }),
    );
}
