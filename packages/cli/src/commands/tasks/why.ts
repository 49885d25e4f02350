import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import type { Style } from '../../output/style.js';
import { timeText, withReadableTimes } from '../../output/times.js';

type Why = components['schemas']['TaskWhyDto'];

/** `celeriac why ID` */
export function whyCommand(cli: Cli): Command {
  return cli
    .command('why', 'Explain why a task waits, and when it may start', ['why TASK_ID'])
    .argument('<id>', 'ID of the task')
    .action(
      cli.action(async ({ client, output }, _options, id: string) => {
        const params = { path: { task_id: id } };
        const why = bodyOf(await client.api.GET('/tasks/{task_id}/why', { params }));
        output.show(why, () => whyText(why, output.style));
      }),
    );
}

function whyText({ status, queue, reasons, estimated_start }: Why, style: Style): string {
  const lines = reasons.flatMap(({ blocking, message, ends_when }) => [
    `${blocking ? style.red('■') : style.dim('□')} ${withReadableTimes(message)}`,
    ...(ends_when === null ? [] : [style.dim(`  Until: ${withReadableTimes(ends_when)}`)]),
  ]);
  const start = estimated_start === null ? [] : [`Estimated start: ${timeText(estimated_start.start_at)}`];
  return [`${style.status(status)} in the queue ${queue}`, ...lines, ...start].join('\n');
}
