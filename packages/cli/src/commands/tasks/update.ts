import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { collected, durationMs, timeArgument } from '../../arguments/parsers.js';
import { payloadOf } from '../../arguments/payload.js';
import type { Cli, Session } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { taskDetails } from './task.js';

type Change = components['schemas']['ChangeTaskDto'];

interface Options {
  readonly delay?: number;
  readonly at?: string;
  readonly expires?: string;
  readonly priority?: NonNullable<Change['priority']>;
  readonly tag: string[];
}

/** `celeriac update ID` */
export function updateCommand(cli: Cli): Command {
  return cli
    .command('update', 'Change a waiting task: its payload, time, priority or tags', [
      'update TASK_ID --priority high',
      'update TASK_ID --at +10m',
      'update TASK_ID x=10 y=4',
    ])
    .argument('<id>', 'ID of the task')
    .argument(
      '[payload...]',
      'replaces the whole payload: a JSON object, - to read one from standard input, or name=value …',
    )
    .option('--priority <priority>', 'low, normal, high or critical')
    .option('--at <time>', 'start at this time: 2026-12-01T08:00Z, +10m', timeArgument)
    .option('--delay <duration>', 'start after this time: 30s, 5m, 2h', durationMs)
    .option('--expires <time>', 'revoke the task if it has not started by then', timeArgument)
    .option('--tag <tag>', 'replaces the tags; can be repeated', collected, [])
    .action(
      cli.action(async (session, options: Options, id: string, words: string[]) => {
        const { client, output } = session;
        const body = await changeOf(session, options, id, words);
        const changed = await client.api.PATCH('/tasks/{task_id}', {
          params: { path: { task_id: id } },
          body,
        });
        const task = bodyOf(changed);
        output.details(task, () => taskDetails(task, output.style));
      }),
    );
}

async function changeOf(
  { client, terminal }: Session,
  { delay, at, expires, priority, tag }: Options,
  id: string,
  words: readonly string[],
): Promise<Change> {
  const payload =
    words.length === 0 ? undefined : await payloadOf(words, terminal.readInput, () => schemaOf(id));
  const change: Change = {
    ...(payload && { payload }),
    ...(delay !== undefined && { delay_ms: delay }),
    ...(at !== undefined && { run_at: at }),
    ...(expires !== undefined && { expires_at: expires }),
    ...(priority !== undefined && { priority }),
    ...(tag.length > 0 && { tags: tag }),
  };
  if (Object.keys(change).length === 0) throw new UsageError('Nothing to change: celeriac update --help');
  return change;

  async function schemaOf(task_id: string): Promise<Record<string, unknown>> {
    const { name } = bodyOf(await client.api.GET('/tasks/{task_id}', { params: { path: { task_id } } }));
    return bodyOf(await client.api.GET('/task-types/{name}', { params: { path: { name } } })).payload_schema;
  }
}
