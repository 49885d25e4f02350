import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import { limitChange } from '../../arguments/limit-change.js';
import { durationMs, orWord, rate, wholeNumber } from '../../arguments/parsers.js';
import type { Cli } from '../../cli.js';
import { type TaskType, limitsText } from './task-type-view.js';

type Rate = NonNullable<TaskType['limits']['rate']>;

interface Options {
  readonly concurrency?: number | 'default';
  readonly rate?: Rate | 'default';
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
      'maximum starts, such as 100/1m or 5/s; "default" restores the value in the code',
      orDefault(rate),
    )
    .option(
      '--timeout <duration>',
      'time limit of one attempt; "default" restores the value in the code',
      orDefault(durationMs),
    )
    .option(
      '--concurrency <n>',
      'maximum tasks running at once; "default" removes the limit',
      orDefault(wholeNumber),
    )
    .option('--reset', 'return to the limits of the code')
    .action(
      cli.action(async ({ client, output }, options: Options, name: string) => {
        const request = { params: { path: { name } }, body: changeOf(options) };
        const type = bodyOf(await client.api.PATCH('/task-types/{name}', request));
        output.show(type, () => `Limits of ${name}: ${limitsText(type)}.`);
      }),
    );
}

function changeOf({ rate: starts, timeout, concurrency, reset }: Options) {
  return limitChange<{ rate: Rate; timeout_ms: number; concurrency: number }, 'default'>({
    limits: { rate: starts, timeout_ms: timeout, concurrency },
    word: 'default',
    removesAll: reset,
    notAlone: '--reset returns to the limits of the code: give it alone',
    nothing: 'give --rate, --timeout, --concurrency or --reset',
  });
}

function orDefault<T>(parse: (text: string) => T): (text: string) => T | 'default' {
  return orWord('default', parse);
}
