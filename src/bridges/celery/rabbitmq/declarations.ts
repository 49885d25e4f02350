import type { Channel, ChannelModel } from 'amqplib';
import { bindToDelivery, checkDelays, checkDelivery, declareDelays } from './delayed-delivery.js';

/** Arguments of the queues that are declared here. Existing ones keep theirs. */
export interface QueueShape {
  readonly type: 'classic' | 'quorum';
  readonly maxPriority: number | undefined;
}

/** RabbitMQ's reply code for what does not exist. */
const NOT_FOUND = 404;

/** Celery declares them in the same way. */
const EXCHANGES = {
  'celery.pidbox': { type: 'fanout', durable: false },
  'reply.celery.pidbox': { type: 'direct', durable: false },
  celeryev: { type: 'topic', durable: true },
} as const;

/**
 * Declares a queue of tasks as Celery does, if it is missing: durable, bound to the exchange of its name. One that exists
 * is left as it is: a declaration with other arguments than it has is an error that ends the channel, and Python's
 * worker with it.
 */
export async function declareTaskQueue(model: ChannelModel, queue: string, shape: QueueShape): Promise<void> {
  if (!(await exists(model, (channel) => channel.checkQueue(queue)))) await createQueue(model, queue, shape);
  if (shape.type === 'quorum' && !(await exists(model, checkDelays))) await on(model, declareDelays);
  if (await exists(model, checkDelivery)) await on(model, (channel) => bindToDelivery(channel, queue));
}

/** Declares one of Celery's own exchanges, if it is missing. */
export async function declareExchange(model: ChannelModel, name: keyof typeof EXCHANGES): Promise<void> {
  if (await exists(model, (channel) => channel.checkExchange(name))) return;
  const { type, durable } = EXCHANGES[name];
  await on(model, (channel) => channel.assertExchange(name, type, { durable }));
}

async function createQueue(model: ChannelModel, queue: string, { type, maxPriority }: QueueShape) {
  const hasExchange = await exists(model, (channel) => channel.checkExchange(queue));
  await on(model, async (channel) => {
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        ...(type === 'quorum' && { 'x-queue-type': 'quorum' }),
        // Quorum queues have no such limit: they order by the priorities 0 to 4 and 5 to 9.
        ...(type === 'classic' && maxPriority !== undefined && { 'x-max-priority': maxPriority }),
      },
    });
    // With quorum queues some Python applications need a topic exchange, others a direct one. Theirs comes with their
    // first message.
    if (!hasExchange && type === 'quorum') return;
    if (!hasExchange) await channel.assertExchange(queue, 'direct', { durable: true });
    await channel.bindQueue(queue, queue, queue);
  });
}

/** True unless RabbitMQ answers 404. The question costs its channel then. */
async function exists(model: ChannelModel, ask: (channel: Channel) => Promise<unknown>): Promise<boolean> {
  try {
    await on(model, ask);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return false;
    throw error;
  }
}

/** On a channel of its own, which may die. */
async function on(model: ChannelModel, act: (channel: Channel) => Promise<unknown>): Promise<void> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined); // the call that caused it fails, too
  try {
    await act(channel);
  } finally {
    await channel.close().catch(() => undefined);
  }
}
