import type { Channel } from 'amqplib';

/** Bits of the longest delay, in s. */
const BITS = 28;
const DELIVERY = 'celery_delayed_delivery';

/** Fails unless Celery's exchange for delayed tasks exists. */
export async function checkDelivery(channel: Channel): Promise<void> {
  await channel.checkExchange(DELIVERY);
}

/** Fails unless the queues of all delays exist: Celery declares the longest first, and this the shortest. */
export async function checkDelays(channel: Channel): Promise<void> {
  await checkDelivery(channel);
  await channel.checkQueue(nameOf(0));
  await channel.checkQueue(nameOf(BITS - 1));
}

/** Delayed tasks arrive with the key of their queue behind the digits of their delay. */
export async function bindToDelivery(channel: Channel, queue: string): Promise<void> {
  await channel.bindQueue(queue, DELIVERY, `#.${queue}`);
}

/**
 * Declares Celery's native delayed delivery, which a Python worker would declare: a queue for each bit of a delay, where
 * messages with that bit wait for 2^bit seconds. The routing key is the bits, the highest first, and the task's queue.
 *
 * https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/rabbitmq.html
 */
export async function declareDelays(channel: Channel): Promise<void> {
  await channel.assertExchange(DELIVERY, 'topic', { durable: true });
  for (let bit = 0; bit < BITS; bit++) await declareBit(channel, bit);
}

/** From the lowest bit on: each leads to the one below it, the lowest to the delivery. */
async function declareBit(channel: Channel, bit: number): Promise<void> {
  const [name, next] = [nameOf(bit), bit === 0 ? DELIVERY : nameOf(bit - 1)];
  const before = '*.'.repeat(BITS - 1 - bit);
  await channel.assertExchange(name, 'topic', { durable: true });
  await channel.assertQueue(name, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-overflow': 'reject-publish',
      'x-message-ttl': { '!': 'long', value: 2 ** bit * 1_000 },
      'x-dead-letter-exchange': next,
      'x-dead-letter-strategy': 'at-least-once',
    },
  });
  await channel.bindQueue(name, name, `${before}1.#`);
  await channel.bindExchange(next, name, `${before}0.#`);
}

function nameOf(bit: number): string {
  return `celery_delayed_${bit}`;
}
