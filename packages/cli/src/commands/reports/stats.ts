import type { components, paths } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { sparkline } from '../../output/sparkline.js';
import type { Column } from '../../output/table.js';
import { durationText } from '../../output/times.js';

type Series = components['schemas']['StatsSeriesDto'];
type Stats = components['schemas']['StatsDto'];
type Query = paths['/stats']['get']['parameters']['query'];

/** `celeriac stats` */
export function statsCommand(cli: Cli): Command {
  return cli
    .command('stats', 'Show numbers over time: throughput, failures, waits, run times or backlog', [
      'stats',
      'stats --metric failures --window 24h',
      'stats --metric wait --by queue',
    ])
    .option('--metric <metric>', 'throughput, failures, wait, run or backlog', 'throughput')
    .option('--by <key>', 'one row for each queue, name or worker (name and worker need a history)', 'queue')
    .option('--window <duration>', 'length of the period, which ends now', '1h')
    .option('--step <duration>', 'length of one interval')
    .option('--queue <queue>', 'only of this queue')
    .option('--name <name>', 'only of this task type (needs a history)')
    .action(
      cli.action(async ({ client, output }, { metric, by, window, step, queue, name }: Query) => {
        const query = { metric, by, window, step, queue, name } as Query;
        const stats = bodyOf(await client.api.GET('/stats', { params: { query } }));
        output.show(stats, () => {
          if (stats.series.length === 0) return 'There are no numbers.';
          return `${output.table(stats.series, columnsOf(stats))}One bar is ${durationText(stats.step_ms)}.`;
        });
      }),
    );
}

function columnsOf({ by, metric }: Stats): Column<Series>[] {
  const isDuration = metric === 'wait' || metric === 'run';
  return [
    { title: by.toUpperCase(), cell: ({ key }) => key ?? '(others)' },
    metric === 'backlog'
      ? { title: 'NOW', cell: ({ values }) => values.at(-1), align: 'right' }
      : { title: 'TOTAL', cell: ({ values }) => sum(values), align: 'right' },
    ...(isDuration ? [durationColumn('P50', 'p50_ms'), durationColumn('P95', 'p95_ms')] : []),
    { title: 'TREND', cell: ({ values }) => sparkline(values), isText: true },
  ];
}

/** The newest bucket that has a value. */
function durationColumn(title: string, field: 'p50_ms' | 'p95_ms'): Column<Series> {
  return {
    title,
    cell: (series) => durationText(series[field]?.findLast((ms) => ms !== null)),
    align: 'right',
  };
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
