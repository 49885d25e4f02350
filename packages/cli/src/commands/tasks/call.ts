import type { SubmitOptions } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { collected, durationMs, timeArgument, waitMs, wholeNumber } from '../../arguments/parsers.js';
import { payloadOf } from '../../arguments/payload.js';
import type { Cli, Session } from '../../cli.js';
import { ExitCode } from '../../exit-code.js';
import { showResult, waitForTask } from './follow.js';

interface Options {
  readonly wait?: number | true;
  readonly delay?: number;
  readonly at?: string;
  readonly priority?: NonNullable<SubmitOptions['priority']>;
  readonly tag: string[];
  readonly attempts?: number;
  readonly timeout?: number;
  readonly expires?: string;
  readonly retention?: number;
  readonly dedup?: string;
  readonly webhook?: string;
  readonly idempotencyKey?: string;
}

/** `celeriac call NAME [PAYLOAD]` */
export function callCommand(cli: Cli): Command {
  return cli
    .command('call', 'Submit a task, and print its ID', [
      'call math.divide x=10 y=2 --wait',
      `call math.divide '{"x": 10, "y": 2}' --delay 5m --tag customer-4711`,
      'call math.divide - < payload.json',
    ])
    .argument('<name>', 'name of the task type; see celeriac task-types')
    .argument('[payload...]', 'a JSON object, - to read one from standard input, or name=value …')
    .option(
      '--wait [duration]',
      'wait for the task to end, and print its result; at most this long if given',
      waitMs,
    )
    .option('--delay <duration>', 'start after this time: 30s, 5m, 2h', durationMs)
    .option('--at <time>', 'start at this time: 2026-12-01T08:00Z, +10m', timeArgument)
    .option('--priority <priority>', 'low, normal, high or critical')
    .option('--tag <tag>', 'label to find the task by; can be repeated', collected, [])
    .option('--attempts <number>', 'maximum number of executions', wholeNumber)
    .option('--timeout <duration>', 'time limit of one attempt', durationMs)
    .option(
      '--expires <time>',
      'revoke the task if it has not started by then: 2026-12-01T08:00Z, +10m',
      timeArgument,
    )
    .option('--retention <duration>', 'time for which the result stays readable', durationMs)
    .option('--dedup <key>', 'if a task of this type with this key is unfinished, return that one')
    .option('--webhook <url>', 'URL to notify when the task ends')
    .option('--idempotency-key <key>', 'makes the command safe to repeat: the same key submits once')
    .action(
      cli.action(async (session, options: Options, name: string, words: string[]) => {
        const { client, output } = session;
        const payload = await payloadOf(words, session.terminal.readInput, () => schemaOf(session, name));
        const { idempotencyKey } = options;
        const call = idempotencyKey === undefined ? {} : { idempotencyKey };
        const task = await client.submitByName(name, payload, submitOptions(options), call);
        if (options.wait === undefined) {
          output.show({ task_id: task.id }, ({ task_id }) => task_id);
          return ExitCode.ok;
        }
        const ended = await waitForTask(session, task.id, options.wait === true ? undefined : options.wait);
        return showResult(session, ended ?? (await task.state()));
      }),
    );
}

async function schemaOf({ client }: Session, name: string): Promise<Record<string, unknown>> {
  const type = await client.api.GET('/task-types/{name}', { params: { path: { name } } });
  return bodyOf(type).payload_schema;
}

/** Undefined ones are no part of the request. */
function submitOptions({ dedup, ...options }: Options): SubmitOptions {
  return {
    delay_ms: options.delay,
    run_at: options.at,
    priority: options.priority,
    tags: options.tag.length === 0 ? undefined : options.tag,
    attempts: options.attempts,
    timeout_ms: options.timeout,
    expires_at: options.expires,
    retention_ms: options.retention,
    webhook_url: options.webhook,
    deduplicate: dedup === undefined ? undefined : { key: dedup },
  };
}
