import { Bars } from '../../components/charts/bars.js';
import { Meter } from '../../components/charts/meter.js';
import { Progress } from '../../components/charts/progress.js';
import { RangeSegments } from '../../components/charts/range-segments.js';
import { Sparkline } from '../../components/charts/sparkline.js';
import { TimeChart } from '../../components/charts/time-chart.js';
import { count } from '../../format/number.js';
import type { Story } from './story.js';

const MINUTE_MS = 60_000;
const FROM = Date.now() - 6 * MINUTE_MS;
const TIMES = [0, 1, 2, 3, 4, 5].map((minute) => FROM + minute * MINUTE_MS);

export const chartStories: readonly Story[] = [
  {
    name: 'Sparkline',
    states: [
      ['throughput', <Sparkline label="Tasks of the last hour" values={[3, 8, 4, 9, 12, 7, 10]} />],
      ['failures', <Sparkline label="Failures of the last hour" values={[0, 0, 4, 1, 0]} tone="failure" />],
      ['nothing', <Sparkline label="Nothing yet" values={[]} />],
    ],
  },
  {
    name: 'Meter',
    states: [
      ['half', <Meter label="Slots in use" used={4} of={8} />],
      ['none', <Meter label="Slots in use, without a worker" used={0} of={0} />],
    ],
  },
  { name: 'Progress', states: [['42 %', <Progress label="Progress of the bulk action" percent={42} />]] },
  {
    name: 'Bars',
    states: [['failures', <Bars label="Failures" values={[0, 2, 9, 1, 0]} from={FROM} stepMs={MINUTE_MS} />]],
  },
  {
    name: 'TimeChart',
    states: [
      [
        'lines, with a gap',
        <TimeChart
          title="Tasks a minute"
          summary="42 tasks in the last six minutes"
          times={TIMES}
          series={[{ label: 'Ended', tone: 'accent', values: [8, 12, null, 6, 9, 7], now: '42' }]}
          look="lines"
          format={count}
        />,
      ],
      [
        'bars',
        <TimeChart
          title="Failures a minute"
          summary="5 failures in the last six minutes"
          times={TIMES}
          series={[{ label: 'Failed', tone: 'failure', values: [0, 1, 0, 3, 1, 0], now: '5' }]}
          look="bars"
          format={count}
        />,
      ],
      [
        'empty',
        <TimeChart
          title="Nothing yet"
          summary="No task in the last hour"
          times={[]}
          series={[]}
          look="lines"
          format={count}
          empty="No task in the last hour"
        />,
      ],
    ],
  },
  { name: 'RangeSegments', states: [['of this address', <RangeSegments />]] },
];
