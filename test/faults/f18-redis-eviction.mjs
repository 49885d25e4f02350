/** F18: a Redis that evicts keys when memory is short loses tasks silently. */
import { ask } from './harness/ask.mjs';
import { until } from './harness/until.mjs';

export default {
  fault: 'eviction policy changed',
  async run(row) {
    const stand = await row.prepareAll({ workers: 1 });
    const evict = (policy) => stand.redis.client.config('SET', 'maxmemory-policy', policy);
    const processes = [stand.api, ...stand.workers];
    const allAre = async (status) =>
      (await Promise.all(processes.map(readiness))).every((one) => one.status === status);
    await until(() => allAre(200), { what: 'readiness' });

    const changedAt = Date.now();
    await evict('allkeys-lru');
    await until(() => allAre(503), { what: 'not ready', limitMs: 90_000 }).catch(() => undefined);
    const found = await Promise.all(processes.map(readiness));
    row.recoveryS = (Date.now() - changedAt) / 1_000;
    row.is(
      'running: not ready',
      found.every(({ status }) => status === 503),
    );
    row.within('running: not ready', row.recoveryS, 60);
    row.is(
      'running: says why',
      found.every(({ body }) => JSON.stringify(body).includes('noeviction')),
    );

    const starts = [stand.startApi({ PORT: '0' }), stand.startWorker('worker-2')].map((start) =>
      start.then(
        () => undefined,
        (error) => error.message,
      ),
    );
    const messages = await Promise.all(starts);
    row.is(
      'refuses to start',
      messages.every((message) => message !== undefined),
    );
    row.is(
      'and says why',
      messages.every((message) => message?.includes('noeviction') && !message.includes('    at ')),
    );

    await evict('noeviction');
    await until(() => allAre(200), { what: 'readiness again', limitMs: 90_000 }).catch(() => undefined);
    row.is('ready again when it is put right', await allAre(200));
    await stand.submissions.mustSubmit();
    row.holds(await row.count(), { duplicates: 0, died: messages.length });
  },
};

function readiness({ url }) {
  return ask(`${url}/health/ready`);
}
