import type { CeleriacClient } from '@celeriac/client';

/** Ids of what was seeded, by what it is good for. */
export interface ConsoleData {
  readonly succeeded: readonly string[];
  /** Divided by zero. */
  readonly failed: readonly string[];
  /** Fetches of a private address, which are refused. */
  readonly refused: readonly string[];
  readonly cancelled: readonly string[];
  readonly delayed: readonly string[];
  readonly workflow: string;
  readonly schedule: string;
}

/** Fills a service as a few minutes of use would, and waits until what can end has ended. */
export async function seedConsole(client: CeleriacClient): Promise<ConsoleData> {
  const once = { attempts: 1 };
  const ids = async (submits: readonly Promise<{ readonly id: string }>[]) =>
    (await Promise.all(submits)).map(({ id }) => id);
  const succeeded = await ids(
    range(40).map((n) =>
      client.submit('math.divide', { x: n * 7, y: 7 }, { tags: [`customer:${4700 + (n % 20)}`] }),
    ),
  );
  const failed = await ids(
    range(8).map((n) => client.submit('math.divide', { x: n, y: 0 }, { ...once, tags: ['nightly'] })),
  );
  const refused = await ids(
    range(3).map((n) => client.submit('fetch.store', { url: `http://10.0.0.1/page-${n}` }, once)),
  );
  const delayed = await ids(
    range(4).map((n) =>
      client.submit('math.divide', { x: n, y: 1 }, { delay_ms: 3_600_000, tags: ['later'] }),
    ),
  );
  const cancelled = delayed.slice(0, 2);
  await Promise.all(cancelled.map((id) => client.handle(id).cancel()));
  const { id: workflow } = await client.startWorkflow({
    name: 'primes-report',
    tags: ['report'],
    steps: {
      counts: { task: 'math.count-primes', each: [1_000, 100_000], payload: { n: { $item: '' } } },
      ratio: {
        task: 'math.divide',
        payload: { x: { $result: 'counts', path: '/1' }, y: { $result: 'counts', path: '/0' } },
      },
      broken: { task: 'math.divide', payload: { x: 1, y: 0 }, after: ['ratio'], options: once },
    },
  });
  const schedule = 'nightly-report';
  await client.api.PUT('/schedules/{schedule_id}', {
    params: { path: { schedule_id: schedule } },
    body: { task: 'math.divide', payload: { x: 6, y: 3 }, cron: '0 3 * * *', tz: 'Europe/Berlin' },
  });
  const ended = [...succeeded, ...failed, ...refused].map((id) => client.handle(id).result());
  await Promise.allSettled([...ended, client.workflow(workflow).result()]); // some fail on purpose
  return { succeeded, failed, refused, cancelled, delayed: delayed.slice(2), workflow, schedule };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
