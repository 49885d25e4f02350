import type { CeleriacClient } from '@celeriac/client';
import { bodyOf } from '../../../answer.js';
import { UsageError } from '../../../exit-code.js';
import type { Worker } from './worker-view.js';

/**
 * The workers with these IDs or names; a name may stand for several processes.
 *
 * @throws UsageError for one that fits no worker
 */
export async function workersNamed(client: CeleriacClient, named: readonly string[]): Promise<Worker[]> {
  const { items } = bodyOf(await client.api.GET('/workers'));
  const fitting = named.map((wanted) => {
    const workers = items.filter(({ worker_id, name }) => worker_id === wanted || name === wanted);
    if (workers.length === 0)
      throw new UsageError(`there is no worker ${JSON.stringify(wanted)}: see celeriac workers`);
    return workers;
  });
  return [...new Set(fitting.flat())];
}
