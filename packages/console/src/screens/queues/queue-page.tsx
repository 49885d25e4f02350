import { useRoute } from 'preact-iso';
import { together, useFleet } from '../../api/fleet/fleet.js';
import { statsRange } from '../../api/stats/stats-series.js';
import type { Queue, Worker } from '../../api/types.js';
import type { Loaded } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { useQuery } from '../../app/use-query.js';
import { RangeSegments } from '../../components/charts/range-segments.js';
import { StatsCharts, useChartStats } from '../../components/charts/stats-charts.js';
import { Button } from '../../components/controls/button.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { DryPanel } from './dry-panel.js';
import { EmptyPanel } from './empty-panel.js';
import { LimitsPanel } from './limits-panel.js';
import { PauseButton } from './pause-button.js';
import { QueueFigures } from './queue-figures.js';
import { QueueState } from '../../components/fleet/queue-state.js';
import { ServersPanel } from './servers-panel.js';
import { TypesPanel } from './types-panel.js';
import './queues.css';

/** One queue: what happens in it, and everything that an operator can do with it. */
export function QueuePage() {
  const name = useRoute().params['name'] ?? '';
  const { queues, workers } = useFleet();
  const queue = queues.data?.find((one) => one.name === name);
  if (queue) return <KnownQueue queue={queue} queues={queues} workers={workers.data ?? []} />;
  return (
    <Screen title={`Queue ${name}`} loaded={queues}>
      {queues.data ? (
        <EmptyState title="There is no queue with this name.">
          <Button label="All queues" href={pathTo.queues()} />
        </EmptyState>
      ) : (
        <QueueFigures queue={undefined} />
      )}
    </Screen>
  );
}

interface KnownQueueProps {
  readonly queue: Queue;
  readonly queues: Loaded<readonly Queue[]>;
  readonly workers: readonly Worker[];
}

function KnownQueue({ queue, queues, workers }: KnownQueueProps) {
  const { name } = queue;
  const { reload } = queues;
  const { query } = useQuery();
  const range = statsRange(query['range']);
  const stats = useChartStats(range, name);
  return (
    <Screen
      title={`Queue ${name}`}
      beside={<QueueState queue={queue} />}
      loaded={together(queues, stats)}
      actions={
        <>
          <RangeSegments />
          <PauseButton queue={queue} onDone={reload} />
        </>
      }
    >
      <QueueFigures queue={queue} />
      <StatsCharts stats={stats.data} range={range} />
      <TypesPanel queue={name} />
      <div class="columns">
        <div class="stack">
          <DryPanel queue={queue} onDone={reload} />
          <ServersPanel queue={name} workers={workers} />
        </div>
        <div class="stack">
          <LimitsPanel queue={queue} onDone={reload} />
          <EmptyPanel queue={queue} />
        </div>
      </div>
    </Screen>
  );
}
