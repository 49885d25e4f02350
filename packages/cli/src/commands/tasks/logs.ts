import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { followTask } from './follow.js';

interface Options {
  readonly follow?: true;
}

/** `celeriac logs ID` */
export function logsCommand(cli: Cli): Command {
  return cli
    .command('logs', 'Print the log of a task', ['logs TASK_ID', 'logs TASK_ID --follow'])
    .argument('<id>', 'ID of the task')
    .option('-f, --follow', 'keep printing new lines until the task ends')
    .action(
      cli.action(async (session, { follow }: Options, id: string) => {
        const { client, output } = session;
        if (follow) {
          const print = (line: string) => output.showNext(line, (text) => text);
          await followTask(session, id, { log: (lines) => lines.forEach(print) });
          return;
        }
        const log = bodyOf(
          await client.api.GET('/tasks/{task_id}/logs', { params: { path: { task_id: id } } }),
        );
        output.show(log, ({ lines }) => lines.join('\n'));
        if (log.first > 0) output.note(`${log.first} older lines are gone.`);
      }),
    );
}
