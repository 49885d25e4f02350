import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, runToEnd } from '../support/processes.js';
import { useOwnBroker } from '../support/use-own-broker.js';

const HOUR_MS = 3_600_000;
const SHIFT = fileURLToPath(new URL('../programs/shifted-clock.mjs', import.meta.url));

describe('a broker', () => {
  const broker = useOwnBroker();

  const start = (entry: 'main' | 'worker', shiftMs = 0) =>
    broker.start(entry, { CLOCK_SHIFT_MS: String(shiftMs) }, shiftMs === 0 ? [] : ['--import', SHIFT]);
  const set = (name: string, value: string) => broker.sandbox.redis.config('SET', name, value);
  const submit = (api: StartedProcess, options: object = {}) =>
    request(api.url)
      .post('/tasks/math.divide')
      .send({ payload: { x: 9, y: 3 }, options });
  const check = async (of: StartedProcess, path: string, status: number) =>
    (await request(of.url).get(path).expect(status)).body;
  const taskOf = async (api: StartedProcess, id: string) => check(api, `/tasks/${id}`, 200);

  describe('whose memory is nearly full', () => {
    /** The remaining memory must suffice for workers, as in a real Redis. */
    const fill = async (share: number) => {
      await broker.sandbox.redis.setrange(`${broker.sandbox.prefix}:ballast`, 64 * 1_048_576, 'x');
      const [, used] = /^used_memory:(\d+)/m.exec(await broker.sandbox.redis.info('memory')) ?? [];
      await set('maxmemory', String(Math.round(Number(used) / share)));
    };

    it('refuses new tasks and completes existing ones, until there is room again', async () => {
      const api = await start('main');
      const { body: before } = await submit(api, { delay_ms: 1_000 }).expect(201);
      const known = await submit(api).set('Idempotency-Key', 'known').expect(201);
      await fill(0.9);
      const refused = await eventually(() => submit(api).expect(429));
      expect(refused.body.code).toBe('queue-full');
      expect(refused.body.detail).toMatch(/uses \d+ of its \d+ MiB: queues accept no tasks above 75 %/);
      expect(refused.headers['retry-after']).toBe('5');
      // Case H4: a stored response needs memory, too. Those already stored are still returned.
      const { body: unkept } = await submit(api)
        .set('Idempotency-Key', 'new')
        .send({ tasks: [] })
        .expect(429);
      expect(unkept.code).toBe('queue-full');
      expect(await broker.sandbox.redis.keys('*idempotency*')).toHaveLength(1);
      const { body: kept, headers } = await submit(api).set('Idempotency-Key', 'known').expect(201);
      expect([kept.task_id, headers['idempotent-replayed']]).toEqual([known.body.task_id, 'true']);
      const health = await check(api, '/health', 200);
      expect(health.details.redis).toMatchObject({ status: 'degraded', max_mb: expect.any(Number) });
      await check(api, '/health/ready', 200);
      const batch = { tasks: [{ name: 'math.divide', payload: { x: 1, y: 1 } }] };
      const { body } = await request(api.url).post('/tasks/batch').send(batch);
      expect(body.items[0].problem.code).toBe('queue-full');

      await start('worker');
      await eventually(async () =>
        expect(await taskOf(api, before.task_id)).toMatchObject({ status: 'SUCCESS', result: 3 }),
      );
      await set('maxmemory', '0');
      await eventually(() => submit(api).expect(201));
    }, 120_000);
  });

  describe('that may evict keys', () => {
    it.each(['main', 'worker'] as const)('prevents the start of %s, with the remedy', async (entry) => {
      await set('maxmemory-policy', 'allkeys-lru');
      const { code, output } = await runToEnd(entry, broker.sandbox.variables);
      expect(code).toBe(1);
      expect(output).toContain('maxmemory-policy of Redis is allkeys-lru, but must be noeviction');
      expect(output).toContain('redis-cli config set maxmemory-policy noeviction');
      expect(output).not.toContain('    at ');
    });

    it('makes running processes not ready until it is fixed', async () => {
      const started = [await start('main'), await start('worker')];
      for (const each of started) await check(each, '/health/ready', 200);
      await set('maxmemory-policy', 'volatile-lru');
      for (const each of started) {
        const { details } = await check(each, '/health/ready', 503);
        expect(details.redis).toMatchObject({
          status: 'down',
          message: expect.stringContaining('volatile-lru'),
        });
        await check(each, '/health/live', 200);
        await eventually(() =>
          expect(each.output()).toContain(
            'This process is not ready: maxmemory-policy of Redis is volatile-lru',
          ),
        );
      }
      await set('maxmemory-policy', 'noeviction');
      for (const each of started) await check(each, '/health/ready', 200);
    }, 120_000);
  });

  it.each([HOUR_MS, -HOUR_MS])(
    'gives no tasks to a worker whose clock is %i ms ahead: no delayed task runs early',
    async (shiftMs) => {
      const api = await start('main');
      const { body: ready } = await submit(api).expect(201);
      const { body: delayed } = await submit(api, { delay_ms: HOUR_MS / 2 }).expect(201);
      const wrong = await start('worker', shiftMs);

      const { details } = await check(wrong, '/health/ready', 503);
      expect(details.clock.message).toContain(`3600 s ${shiftMs > 0 ? 'ahead of' : 'behind'} that of Redis`);
      await eventually(() =>
        expect(wrong.output()).toContain('This process is not ready: the clock of this machine is 3600 s'),
      );
      await check(wrong, '/health/live', 200);
      await eventually(async () => {
        const { items } = await check(api, '/workers', 200);
        expect(items[0]).toMatchObject({ clock_wrong: true });
        for (const queue of items[0].queues) expect(queue).toMatchObject({ paused: true });
      });
      expect(await taskOf(api, ready.task_id)).toMatchObject({ status: 'PENDING' });

      await start('worker');
      await eventually(async () => expect((await taskOf(api, ready.task_id)).status).toBe('SUCCESS'));
      expect(await taskOf(api, delayed.task_id)).toMatchObject({ status: 'PENDING', attempt: 0 });
    },
    120_000,
  );
});
