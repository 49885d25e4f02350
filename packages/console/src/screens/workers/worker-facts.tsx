import type { Worker } from '../../api/types.js';
import { Facts } from '../../components/data/facts.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';

export function WorkerFacts({ worker }: { readonly worker: Worker }) {
  return (
    <Panel title="Process">
      <Facts
        facts={[
          ['Version', worker.version],
          ['Started', <Time at={worker.started_at} />],
          ['Last heartbeat', <Time at={worker.last_heartbeat_at} />],
          ['Host', `${worker.host}, process ${worker.pid}`],
          ['Threads', worker.threads],
          ['Log level', worker.log_level],
          ['Clock', worker.clock_wrong ? 'wrong: it takes no tasks' : 'right'],
          ['ID', <code>{worker.worker_id}</code>],
        ]}
      />
    </Panel>
  );
}
