import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { durationMs, orWord, rate, wholeNumber } from '../../arguments/parsers.js';
import type { Cli } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { type TaskType, limitsText } from './task-type-view.js';

interface Options {
  readonly concurrency?: number | 'default';
  readonly rate?: NonNullable<TaskType['limits']['rate']> | 'default';
  readonly timeout?: number | 'default';
  readonly reset?: boolean;
}

/** `celeriac task-type limit NAME --rate 100/1m --timeout 30s` */
export function taskTypeLimit(cli: Cli): Command {
  return cli
    .command('limit', 'Limit the start rate, run time or concurrency of a task type across all workers', [
      'task-type limit math.divide --rate 100/1m --timeout 30s',
      'task-type limit math.divide --concurrency 4',
      'task-type limit math.divide --rate default',
      'task-type limit math.divide --reset',
    ])
    .argument('<name>', 'name of the task type')
    .option(
      '--rate <n/time>',
      'starts at most, such as 100/1m or 5/s; default: as in the code',
      orDefault(rate),
    )
    .option(
      '--timeout <duration>',
      'time limit of one attempt; default: as in the code',
      orDefault(durationMs),
    )
    .option('--concurrency <n>', 'tasks that run at once at most; default: no limit', orDefault(wholeNumber))
    .option('--reset', 'return to the limits of the code')
    .action(
      cli.action(async ({ client, output }, options: Options, name: string) => {
        const request = { params: { path: { name } }, body: changeOf(options) };
        const type = bodyOf(await client.api.PATCH('/task-types/{name}', request));
        output.show(type, () => `Limits of ${name}: ${limitsText(type)}.`);
      }),
    );
}

function changeOf({ rate: wanted, timeout, concurrency, reset }: Options) {
  const given = {
    ...(wanted !== undefined && { rate: limitOf(wanted) }),
    ...(timeout !== undefined && { timeout_ms: limitOf(timeout) }),
    ...(concurrency !== undefined && { concurrency: limitOf(concurrency) }),
  };
  const hasSome = Object.keys(given).length > 0;
  if (reset && hasSome) throw new UsageError('--reset returns to the limits of the code: give it alone');
  if (reset) return { rate: null, timeout_ms: null, concurrency: null };
  if (!hasSome) throw new UsageError('give --rate, --timeout, --concurrency or --reset');
  return given;
}

function limitOf<T>(value: T | 'default'): T | null {
  return value === 'default' ? null : value;
}

function orDefault<T>(parse: (text: string) => T): (text: string) => T | 'default' {
  return orWord('default', parse);
}
