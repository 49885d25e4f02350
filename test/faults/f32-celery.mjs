/**
 * F32: a Python program calls `send_task` while the Celery bridge, a worker, Celery's broker, its result backend and our
 * Redis are killed, one after the other. Each `send_task` that returned gets one result. Once with Redis as broker, once
 * with RabbitMQ.
 */
import { hasCelery, judgeSends, startProducer } from './harness/celery.mjs';
import { createRabbitmq } from './harness/rabbitmq.mjs';
import { createRedis } from './harness/redis.mjs';
import { hold } from './harness/until.mjs';

const SENDS = { full: 3_000, short: 100 };
/** Sends per second. */
const RATE = { full: 50, short: 15 };
/** Rounds of all faults. */
const ROUNDS = { full: 3, short: 1 };
/** A write that was confirmed survives SIGKILL. */
const DURABLE = { appendfsync: 'always' };

export default {
  fault: 'Celery bridge, worker, both brokers, our Redis SIGKILL under a Python producer',
  async run(row) {
    if (!hasCelery) row.skip('needs Celery: apt-get install python3-celery python3-redis');
    await underKills(row, 'Redis', serveRedis);
    await underKills(row, 'RabbitMQ', serveRabbitmq);
  },
};

/** RabbitMQ with the results in Redis: `rpc://` results are messages that a broker may lose. */
async function serveRabbitmq(row) {
  const rabbitmq = await createRabbitmq();
  if (rabbitmq === undefined) row.skip('needs RabbitMQ: apt-get install rabbitmq-server');
  await rabbitmq.start();
  return { ...rabbitmq, results: (await serveRedis(row)).url };
}

async function serveRedis(row) {
  const redis = await createRedis({ settings: DURABLE });
  row.atEnd(() => redis.close());
  await redis.start();
  const url = `redis://127.0.0.1:${redis.port}/0`;
  return { url, results: url, start: redis.start, kill: redis.kill };
}

/** @param serve starts Celery's broker, which is killed, too */
async function underKills(row, name, serve) {
  const size = row.isShort ? 'short' : 'full';
  const stand = await row.prepare({
    ...{ direct: true, shortLocks: row.isShort, redis: { settings: DURABLE } },
    variables: { BRIDGE_PORT: '0', WORKER_CONCURRENCY: 'tasks=10' },
  });
  const broker = await serve(row);
  const environment = { CELERY_BROKER_URL: broker.url, CELERY_RESULT_BACKEND: broker.results };
  const startBridge = () => stand.startBridge(environment);
  let [bridge, worker] = await Promise.all([startBridge(), stand.startWorker('w1'), stand.startWorker('w2')]);
  const producer = startProducer(environment, { rate: RATE[size], limitS: 180 });
  const faults = [
    async () => {
      await bridge.kill('SIGKILL');
      bridge = await startBridge();
    },
    async () => {
      await worker.kill('SIGKILL');
      worker = await stand.startWorker('w1');
    },
    () => outage(row, broker),
    () => outage(row, stand.redis),
  ];
  const all = Array.from({ length: ROUNDS[size] }, () => faults).flat();
  for (const [i, inject] of all.entries()) {
    await producer.reached(((i + 1) * SENDS[size]) / (all.length + 1));
    await inject();
  }
  await producer.reached(SENDS[size]);
  row.survive();
  judgeSends(row, name, stand.sink.effects, await producer.stop());
}

async function outage(row, server) {
  await server.kill();
  await hold(row.isShort ? 1_000 : 5_000);
  await server.start();
}
