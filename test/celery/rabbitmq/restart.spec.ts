import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { describeWithCelery, runPython } from '../../support/celery-python.js';
import { type CeleryStand, startCeleryStand } from '../../support/celery-stand.js';
import { eventually } from '../../support/eventually.js';
import { type OwnRabbitmq, createOwnRabbitmq, describeWithRabbitmq } from '../../support/rabbitmq.js';
import { type OwnRedis, createOwnRedis } from '../../support/redis-server.js';

const LIMIT_MS = 300_000;

/** Sends tasks until one was refused and more were taken since, and then reads all results. */
const PRODUCER = `
import time
from lab import app, get
app.conf.update(broker_transport_options={'confirm_publish': True}, broker_connection_timeout=2)
results, taken_before = [], None
while taken_before is None or len(results) < taken_before + 100:
    try:
        results.append(app.send_task('lab.add', [len(results), 1], retry=False))
        time.sleep(0.005)
    except Exception:
        taken_before = len(results)
        time.sleep(0.2)
values = [result.get(timeout=120) for result in results]
print('wrong:', [i for i, value in enumerate(values) if value != i + 1])
`;

describeWithCelery('a producer in Python', () => {
  describeWithRabbitmq('whose RabbitMQ is killed', () => {
    let rabbit: OwnRabbitmq;
    let redis: OwnRedis;
    let stored: Redis;
    let stand: CeleryStand;

    beforeAll(async () => {
      [rabbit, redis] = await Promise.all([createOwnRabbitmq(), createOwnRedis()]);
      await Promise.all([rabbit.start(), redis.start()]);
      stored = new Redis(redis.url);
      stand = await startCeleryStand({ broker: rabbit.url, results: redis.url });
    }, LIMIT_MS);
    afterAll(async () => {
      await stand.stop();
      stored.disconnect();
      await Promise.all([rabbit.remove(), redis.remove()]);
    }, LIMIT_MS);

    it(
      'gets the result of every task that RabbitMQ has confirmed',
      async () => {
        const producing = runPython(['-c', PRODUCER], stand.environment);
        await eventually(async () => expect(await stored.dbsize()).toBeGreaterThan(50));
        await rabbit.stop();
        await rabbit.start();
        const { code, output, errors } = await producing;
        expect({ code, output, errors: errors.slice(-2_000) }).toEqual({
          code: 0,
          output: 'wrong: []\n',
          errors: '',
        });
      },
      LIMIT_MS,
    );
  });
});
