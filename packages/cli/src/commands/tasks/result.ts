import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { waitMs } from '../../arguments/parsers.js';
import type { Cli } from '../../cli.js';
import { showResult, waitForTask } from './follow.js';

interface Options {
  readonly wait?: number | true;
}

/** `celeriac result ID` */
export function resultCommand(cli: Cli): Command {
  return cli
    .command('result', 'Print the result of a task; exit code 1 if it failed or is not finished', [
      'result TASK_ID',
      'result TASK_ID --wait 30s',
    ])
    .argument('<id>', 'ID of the task')
    .option('--wait [duration]', 'wait for the task to end; at most this long if given', waitMs)
    .action(
      cli.action(async (session, { wait }: Options, id: string) => {
        const timeoutMs = wait === true ? undefined : wait;
        const ended = wait === undefined ? undefined : await waitForTask(session, id, timeoutMs);
        const params = { path: { task_id: id } };
        const task = ended ?? bodyOf(await session.client.api.GET('/tasks/{task_id}', { params }));
        return showResult(session, task);
      }),
    );
}
