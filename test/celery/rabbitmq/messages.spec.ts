import { expect, it } from '@jest/globals';
import { UnroutableError } from '../../../src/bridges/celery/broker/celery-broker.js';
import { eventually } from '../../support/eventually.js';
import { message, newInbox, newQueue, openBroker, useRabbitmq } from '../../support/rabbit-stand.js';
import { describeWithRabbitmq } from '../../support/rabbitmq.js';

describeWithRabbitmq('messages of Celery in RabbitMQ', () => {
  const rabbit = useRabbitmq();

  it('hands over what has arrived together, each message once', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const sizes: number[] = [];
    const broker = await openBroker(rabbit().url);
    await broker.take([queue], (batch) => {
      sizes.push(batch.length);
      return inbox.take(batch);
    });
    await eventually(() => broker.send(queue, message('first')));
    await Promise.all(Array.from({ length: 500 }, (_, i) => broker.send(queue, message(String(i)))));
    const bodies = await inbox.bodies(501);
    expect(bodies.slice(1)).toEqual(Array.from({ length: 500 }, (_, i) => String(i)));
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThan(501);
    await broker.stopTaking();
    expect(await rabbit().control('list_queues', 'name', 'messages')).toContain(`${queue}\t0`);
  });

  it('takes no more than the prefetch before it is acknowledged', async () => {
    const queue = newQueue();
    const broker = await openBroker(rabbit().url, { prefetch: 3 });
    await broker.take([queue], (batch) =>
      Promise.all(batch.map((one) => one.acknowledge())).then(() => undefined),
    );
    await eventually(() => broker.send(queue, message('first'))); // may be taken only later
    await broker.stopTaking();
    for (let i = 0; i < 10; i++) await broker.send(queue, message(String(i)));
    const held: string[] = [];
    let release: () => void = () => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await broker.take([queue], async (batch) => {
      held.push(...batch.map(({ body }) => body.toString()));
      await isReleased;
      await Promise.all(batch.map((one) => one.acknowledge()));
    });
    await eventually(async () => {
      const counts = await rabbit().control('list_queues', 'name', 'messages_unacknowledged');
      expect(counts).toContain(`${queue}\t3`);
    });
    expect(held.length).toBeLessThanOrEqual(3);
    release();
    await eventually(() => expect(held.filter((body) => body !== 'first')).toHaveLength(10));
  });

  it('delivers again what was given back, or not acknowledged, marked as such', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    let turns = 0;
    await broker.take([queue], async (batch) => {
      if (turns++ === 0) await Promise.all(batch.map((one) => one.giveBack()));
      else await inbox.take(batch);
    });
    await eventually(() => broker.send(queue, message('again')));
    expect(await inbox.bodies(1)).toEqual(['again']);
    expect(inbox.messages[0]).toMatchObject({ isRedelivered: true, queue, routingKey: queue });

    await broker.take([queue], () => Promise.resolve()); // a bridge that dies before it acknowledges
    await broker.send(queue, message('not acknowledged'));
    await eventually(async () => {
      const counts = await rabbit().control('list_queues', 'name', 'messages_unacknowledged');
      expect(counts).toContain(`${queue}\t1`);
    });
    await broker.close();
    const other = newInbox();
    const survivor = await openBroker(rabbit().url);
    await survivor.take([queue], other.take);
    expect(await other.bodies(1)).toEqual(['not acknowledged']);
    expect(other.messages[0]?.isRedelivered).toBe(true);
  });

  it('rejects a message that no queue takes, and only that one', async () => {
    const queue = newQueue();
    const broker = await openBroker(rabbit().url);
    await broker.take([queue], () => Promise.resolve());
    await eventually(() => broker.send(queue, message('there')));
    const sent = ['nowhere', queue, 'nowhere'].map((name) => broker.send(name, message('x')));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    await expect(sent[0]).rejects.toThrow(new UnroutableError('nowhere'));
    await expect(broker.reply(newQueue(), message('a client that is gone'))).resolves.toBeUndefined();
  });

  it('names a sending, the same when it is repeated', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    await broker.take([queue], inbox.take);
    const task = message('same', { properties: { correlationId: 'id' } });
    await eventually(() => broker.send(queue, task));
    await broker.send(queue, task);
    await broker.send(queue, message('other', { properties: { correlationId: 'id' } }));
    await inbox.bodies(3);
    const [first, second, third] = inbox.messages.map(({ deliveryTag }) => deliveryTag);
    expect(first).toEqual(expect.any(String));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('orders by priority where the queue has priorities', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const shape = { type: 'classic', maxPriority: 9 } as const;
    const broker = await openBroker(rabbit().url, { shape, prefetch: 1 });
    await broker.take([queue], inbox.take);
    await eventually(() => broker.send(queue, message('declared')));
    await inbox.bodies(1);
    await broker.stopTaking();
    for (const priority of [0, 9, 3, 6]) {
      await broker.send(queue, message(String(priority), { properties: { priority } }));
    }
    await broker.take([queue], inbox.take);
    expect(await inbox.bodies(5)).toEqual(['declared', '9', '6', '3', '0']);
    expect(inbox.messages[1]?.properties.priority).toBe(9);
  });

  it('adds and leaves queues while it takes', async () => {
    const [first, second, inbox] = [newQueue(), newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    await broker.take([first], inbox.take);
    await eventually(() => broker.send(first, message('one')));
    await broker.take([first, second], inbox.take);
    await eventually(() => broker.send(second, message('two')));
    await broker.take([second], inbox.take);
    await inbox.bodies(2);
    await broker.send(first, message('stays'));
    await broker.send(second, message('three'));
    expect(await inbox.bodies(3)).toEqual(['one', 'two', 'three']);
    expect(await rabbit().control('list_queues', 'name', 'messages')).toContain(`${first}\t1`);
  });
});
