import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import { limitChange } from '../../../arguments/limit-change.js';
import { orWord, rate, wholeNumber } from '../../../arguments/parsers.js';
import type { Cli } from '../../../cli.js';
import { named } from './queue-name.js';
import { limitsText, type Queue } from './queue-view.js';

type Rate = NonNullable<Queue['limits']['rate']>;

interface Options {
  readonly concurrency?: number | 'none';
  readonly rate?: Rate | 'none';
  readonly none?: boolean;
}

/** `celeriac queue limit NAME --concurrency N --rate 100/1m` */
export function queueLimit(cli: Cli): Command {
  return cli
    .command('limit', 'Limit the concurrency or start rate of a queue across all workers', [
      'queue limit fetch --concurrency 20 --rate 100/1m',
      'queue limit fetch --rate none',
      'queue limit fetch --none',
    ])
    .argument('<name>', 'name of the queue')
    .option('--concurrency <n>', 'maximum tasks running at once, or none', orWord('none', wholeNumber))
    .option('--rate <n/time>', 'maximum starts, such as 100/1m or 5/s, or none', orWord('none', rate))
    .option('--none', 'remove both limits')
    .action(
      cli.action(async ({ client, output }, options: Options, name: string) => {
        const body = changeOf(options);
        const queue = bodyOf(await client.api.PATCH('/queues/{name}', { ...named(name), body }));
        output.show(queue, ({ limits }) => `Limits of the queue ${name}: ${limitsText(limits) ?? 'none'}.`);
      }),
    );
}

function changeOf({ concurrency, rate: starts, none }: Options) {
  return limitChange<{ concurrency: number; rate: Rate }, 'none'>({
    limits: { concurrency, rate: starts },
    word: 'none',
    removesAll: none,
    notAlone: '--none removes both limits: give it alone',
    nothing: 'give --concurrency, --rate or --none',
  });
}
