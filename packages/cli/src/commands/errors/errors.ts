import type { components, paths } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { agoText } from '../../output/times.js';
import { type PagingOptions, readPages, withPaging } from '../../paging.js';
import { sparkline } from '../../output/sparkline.js';
import type { Column } from '../../output/table.js';
import type { Style } from '../../output/style.js';

type ErrorGroup = components['schemas']['ErrorGroupDto'];

interface Options extends PagingOptions {
  readonly window?: string;
  readonly sort?: ErrorQuery['sort'];
}

type ErrorQuery = NonNullable<paths['/errors']['get']['parameters']['query']>;

/** `celeriac errors` */
export function errorsCommand(cli: Cli): Command {
  const command = cli
    .command('errors', 'List failures, grouped by their cause', [
      'errors --window 1h',
      'errors queue:fetch state:open --sort count',
    ])
    .argument('[query...]', 'name:math.divide, queue:fetch or state:open')
    .option('--window <duration>', 'count the failures of this period, which ends now (default: 24h)')
    .option('--sort <order>', 'last_seen or count');
  return withPaging(command).action(
    cli.action(async (session, { window, sort, ...paging }: Options, words: string[]) => {
      const filter = { ...filterOf(words), window, sort };
      const groups = await readPages(session, paging, async (page) =>
        bodyOf(await session.client.api.GET('/errors', { params: { query: { ...filter, ...page } } })),
      );
      session.output.list(groups, errorColumns(session.output.style), 'Nothing has failed.');
    }),
  );
}

/** The API groups errors by three fields of the query language, each with one value. */
function filterOf(words: readonly string[]): ErrorQuery {
  const terms = words.map((word) => {
    const [, field, value] = /^(name|queue|state):([^*|]+)$/.exec(word) ?? [];
    if (field !== undefined) return [field, value];
    throw new UsageError(
      `Errors are found by name:, queue: and state:, each with one value, got ${JSON.stringify(word)}. ` +
        'For all other fields: celeriac tasks status:FAILURE …',
    );
  });
  return Object.fromEntries(terms) as ErrorQuery;
}

function errorColumns(style: Style): Column<ErrorGroup>[] {
  return [
    { title: 'FINGERPRINT', cell: ({ fingerprint }) => fingerprint },
    { title: 'COUNT', cell: ({ count }) => count, align: 'right' },
    { title: 'TREND', cell: ({ counts }) => sparkline(counts) },
    { title: 'LAST', cell: ({ last_seen_at }) => agoText(last_seen_at) },
    { title: 'STATE', cell: ({ state }) => stateText(state, style) },
    { title: 'NAME', cell: ({ name }) => name, isText: true },
    {
      title: 'ERROR',
      cell: ({ error_type, message_pattern }) => `${error_type}: ${message_pattern}`,
      isText: true,
    },
  ];
}

export function stateText(state: ErrorGroup['state'], style: Style): string {
  if (state === 'open' || state === 'reopened') return style.red(state);
  return state === 'resolved' ? style.green(state) : style.dim(state);
}
