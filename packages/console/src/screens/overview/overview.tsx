import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { api } from '../../api/client.js';
import { useDeploys } from '../../api/fleet/deploys.js';
import { together, useFleet } from '../../api/fleet/fleet.js';
import { statsRange } from '../../api/stats/stats-series.js';
import { useLoad } from '../../api/use-load.js';
import { useQuery } from '../../app/use-query.js';
import { RangeSegments } from '../../components/charts/range-segments.js';
import { StatsCharts, useChartStats } from '../../components/charts/stats-charts.js';
import { Screen } from '../../components/layout/screen.js';
import { BacklogPanel } from './backlog-panel.js';
import { Greeting } from './first-run/greeting.js';
import { HealthStrip } from './health-strip.js';
import { NewestErrors } from './newest-errors.js';
import { NextSchedules } from './next-schedules.js';
import { NowFigures } from './now-figures.js';
import { WorkersStrip } from './workers-strip.js';
import './overview.css';

/** The first page: is everything all right, what happens, and what comes next? */
export function Overview() {
  const { query } = useQuery();
  const range = statsRange(query['range']);
  const fleet = useFleet();
  const stats = useChartStats(range);
  const isGreeted = useSignal(false);
  const used = useLoad(isUsed, []);
  const workers = fleet.workers.data;
  const deploys = useDeploys();
  const marks = useMemo(() => deploys.map(({ at, version }) => ({ at, label: version })), [deploys]);

  if (used.data === false && !isGreeted.value) return <Greeting onEnd={() => (isGreeted.value = true)} />;
  return (
    <Screen
      title="Overview"
      loaded={together(stats, fleet.queues, fleet.workers)}
      actions={<RangeSegments />}
    >
      <HealthStrip fleet={fleet} />
      <NowFigures queues={fleet.queues.data} />
      <StatsCharts stats={stats.data} range={range} marks={marks} />
      <div class="columns overview-columns">
        <BacklogPanel queues={fleet.queues.data} />
        <NewestErrors lastDeploy={deploys.length > 1 ? deploys[0] : undefined} />
      </div>
      <div class="columns overview-columns">
        <WorkersStrip workers={workers} />
        <NextSchedules />
      </div>
    </Screen>
  );
}

/** False for a system that has never had a task. */
async function isUsed(signal: AbortSignal): Promise<boolean> {
  const { data } = await api.GET('/tasks', { params: { query: { limit: 1 } }, signal });
  return data === undefined || data.items.length > 0;
}
