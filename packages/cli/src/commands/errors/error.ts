import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import type { Detail } from '../../output/details.js';
import { sparkline } from '../../output/sparkline.js';
import type { Style } from '../../output/style.js';
import { timeText } from '../../output/times.js';
import { stateText } from './errors.js';

type OneError = components['schemas']['OneErrorDto'];

interface Options {
  readonly window?: string;
}

/** `celeriac error FINGERPRINT` */
export function errorCommand(cli: Cli): Command {
  return cli
    .command('error', 'Show a group of failures with the same cause', ['error FINGERPRINT'])
    .argument('<fingerprint>', 'as celeriac errors prints it')
    .option('--window <duration>', 'count the failures of this period (default: 24h)')
    .action(
      cli.action(async ({ client, output }, { window }: Options, fingerprint: string) => {
        const params = { path: { fingerprint }, query: window === undefined ? {} : { window } };
        const error = bodyOf(await client.api.GET('/errors/{fingerprint}', { params }));
        output.details(error, () => errorDetails(error, output.style));
      }),
    );
}

function errorDetails(error: OneError, style: Style): Detail[] {
  const { decision } = error;
  const until = decision?.until ? ` until ${decision.until}` : '';
  return [
    ['Fingerprint', error.fingerprint],
    ['Error', style.red(`${error.error_type}: ${error.message_pattern}`)],
    ['Task type', error.name],
    ['Queues', error.queues.join(' ')],
    ['State', stateText(error.state, style)],
    ['Decision', decision && `${decision.decision}${until} by ${decision.by}, ${timeText(decision.at)}`],
    ['Note', decision?.note],
    ['Count', `${error.count} since ${timeText(error.from)}  ${sparkline(error.counts)}`],
    ['First seen', timeText(error.first_seen_at)],
    ['Last seen', timeText(error.last_seen_at)],
    ['Versions', error.versions.join(' ')],
    ['Newest tasks', error.task_ids.join('\n')],
  ];
}
