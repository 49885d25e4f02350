import { useRoute } from 'preact-iso';
import { useFleet } from '../../api/fleet/fleet.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { CommandMenu } from './command-menu.js';
import { ConfigurationPanel } from './configuration-panel.js';
import { RunningPanel } from './running-panel.js';
import { ServedQueuesPanel } from './served-queues-panel.js';
import { WorkerFacts } from './worker-facts.js';
import { WorkerFigures } from './worker-figures.js';
import { WorkerState } from '../../components/fleet/worker-state.js';
import './workers.css';

/** One worker: what it runs now, which queues it serves, its configuration, and commands to it. */
export function WorkerPage() {
  const id = useRoute().params['id'] ?? '';
  const { workers, queues } = useFleet();
  const worker = workers.data?.find(({ worker_id: own }) => own === id);
  if (worker === undefined)
    return (
      <Screen title="Worker" loaded={workers}>
        {workers.data && (
          <EmptyState title="This worker is gone.">
            <p>A worker that shuts down leaves the list at once, and one that is lost after a day.</p>
            <Button label="All workers" href={pathTo.workers()} />
          </EmptyState>
        )}
      </Screen>
    );
  const target = { id, name: worker.name, queues: (queues.data ?? []).map(({ name }) => name) };
  return (
    <Screen
      title={`Worker ${worker.name}`}
      beside={<WorkerState worker={worker} />}
      loaded={workers}
      actions={
        worker.state !== 'lost' && <CommandMenu label="Commands" target={target} onDone={workers.reload} />
      }
    >
      <WorkerFigures worker={worker} />
      <RunningPanel worker={worker} onDone={workers.reload} />
      <div class="columns">
        <ServedQueuesPanel worker={worker} />
        <WorkerFacts worker={worker} />
      </div>
      {may('operator') && worker.state !== 'lost' && (
        <ConfigurationPanel key={id} id={id} name={worker.name} />
      )}
    </Screen>
  );
}
