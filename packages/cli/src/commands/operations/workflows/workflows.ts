import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { type PagingOptions, readPages, withPaging } from '../../../paging.js';
import { type Workflow, workflowColumns } from './workflow-view.js';

interface Options extends PagingOptions {
  readonly status?: Workflow['status'];
  readonly name?: string;
  readonly tag?: string;
}

/** `celeriac workflows` */
export function workflowsCommand(cli: Cli): Command {
  const command = cli
    .command('workflows', 'List workflows, newest first', ['workflows', 'workflows --status FAILURE'])
    .option('--status <status>', 'PENDING, STARTED, SUCCESS, FAILURE or REVOKED')
    .option('--name <name>', 'name of the workflows')
    .option('--tag <tag>', 'a tag of the workflows');
  return withPaging(command).action(
    cli.action(async (session, options: Options) => {
      const { client, output } = session;
      const { status, name, tag } = options;
      const filter = { ...(status && { status }), ...(name && { name }), ...(tag && { tag }) };
      const workflows = await readPages(session, options, async (page) =>
        bodyOf(await client.api.GET('/workflows', { params: { query: { ...filter, ...page } } })),
      );
      output.list(workflows, workflowColumns(output.style), 'No workflows found.');
    }),
  );
}
