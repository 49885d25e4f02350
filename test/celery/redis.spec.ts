import { testClients, skippedByRpc } from '../support/celery-clients.js';
import { describeWithCelery } from '../support/celery-python.js';
import { createOwnRedis } from '../support/redis-server.js';

/** Scripts that know only Celery, against tasks of ours. */
describeWithCelery("Celery's clients with Redis", () => {
  testClients(startRedis, { rpc: skippedByRpc });
});

/** Stands share a server, and have databases of their own. */
async function startRedis() {
  const redis = await createOwnRedis(['--appendonly', 'no']);
  await redis.start();
  const database = (number: number) => redis.url.replace(/0$/, String(number));
  return {
    options: (number: number) => ({ broker: database(2 * number), results: database(2 * number + 1) }),
    remove: () => redis.remove(),
  };
}
