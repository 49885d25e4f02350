import { testClients, skippedByRpc } from '../support/celery-clients.js';
import { describeWithCelery } from '../support/celery-python.js';
import { createOwnRabbitmq, describeWithRabbitmq } from '../support/rabbitmq.js';
import { createOwnRedis } from '../support/redis-server.js';

/** Scripts that know only Celery, against tasks of ours. */
describeWithCelery("Celery's clients", () => {
  describeWithRabbitmq('with RabbitMQ', () => {
    testClients(startServers, {
      events: ['routing_keys_can_be_chosen: the channel names are those of Redis'],
      rpc: skippedByRpc,
    });
  });
});

/** All stands share the virtual host: each has a queue of its own, and control commands reach all workers. */
async function startServers() {
  const [rabbitmq, redis] = [await createOwnRabbitmq(), await createOwnRedis(['--appendonly', 'no'])];
  await Promise.all([rabbitmq.start(), redis.start()]);
  return {
    options: (number: number) => ({
      broker: rabbitmq.url,
      results: redis.url.replace(/0$/, String(number)),
      queue: `lab${number}`,
      maxPriority: 9,
    }),
    remove: async () => {
      await Promise.all([rabbitmq.remove(), redis.remove()]);
    },
  };
}
