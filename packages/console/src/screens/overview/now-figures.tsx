import type { Queue } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Figures } from '../../components/data/figures.js';
import { count } from '../../format/number.js';

/** Current figures: running, waiting and recently failed tasks. Each figure opens its tasks. */
export function NowFigures({ queues }: { readonly queues: readonly Queue[] | undefined }) {
  const sum = (valueOf: (queue: Queue) => number): number | undefined =>
    queues?.reduce((total, queue) => total + valueOf(queue), 0);
  const slots = sum((queue) => queue.slots);
  const failed = sum(({ last_hour: hour }) => hour.failed);
  return (
    <Figures
      figures={[
        {
          name: 'Running',
          value: count(sum(({ counts }) => counts.started)),
          note: slots !== undefined && `of ${count(slots)} slots`,
          href: pathTo.tasks({ status: 'STARTED' }),
        },
        {
          name: 'Waiting',
          value: count(sum(({ counts }) => counts.waiting)),
          note: 'can start now',
          href: pathTo.tasks({ status: 'PENDING' }),
        },
        {
          name: 'Delayed',
          value: count(sum(({ counts }) => counts.delayed)),
          note: 'or to be retried',
          href: pathTo.tasks({ status: 'RETRY' }),
        },
        {
          name: 'Succeeded',
          value: count(sum(({ last_hour: hour }) => hour.succeeded)),
          note: 'in the last hour',
          href: pathTo.tasks({ status: 'SUCCESS' }),
        },
        {
          name: 'Failed',
          value: count(failed),
          note: 'in the last hour',
          isBad: failed !== undefined && failed > 0,
          href: pathTo.errors({ window: '1h' }),
        },
      ]}
    />
  );
}
