import type { components } from '@celeriac/client';
import { bodyOf } from '../../../answer.js';
import type { Session } from '../../../cli.js';
import { type Health, readHealth } from '../fleet/read-health.js';

type Schemas = components['schemas'];

/** Everything that the screen shows. */
export interface TopState {
  readonly at: Date;
  readonly url: string;
  readonly health: Health;
  readonly queues: readonly Schemas['QueueDto'][];
  readonly workers: readonly Schemas['WorkerDto'][];
  /** The newest failed tasks. */
  readonly failures: readonly Schemas['TaskDto'][];
}

const FAILURES = 10;

export async function readTopState(session: Session): Promise<TopState> {
  const { client, settings } = session;
  const query = { q: 'status:FAILURE finished:>-1h', sort: 'finished' as const, limit: FAILURES };
  const [health, queues, workers, failures] = await Promise.all([
    readHealth(session),
    client.api.GET('/queues'),
    client.api.GET('/workers'),
    client.api.GET('/tasks', { params: { query } }),
  ]);
  return {
    at: new Date(),
    url: settings.url,
    health,
    queues: bodyOf(queues).items,
    workers: bodyOf(workers).items,
    failures: bodyOf(failures).items,
  };
}
