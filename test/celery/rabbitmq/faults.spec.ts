import { expect, it } from '@jest/globals';
import { CeleryUnavailableError } from '../../../src/bridges/celery/broker/celery-broker.js';
import { RabbitBroker } from '../../../src/bridges/celery/rabbitmq/rabbit-broker.js';
import { eventually } from '../../support/eventually.js';
import { message, newInbox, newQueue, openBroker, useRabbitmq } from '../../support/rabbit-stand.js';
import { describeWithRabbitmq } from '../../support/rabbitmq.js';

const LIMIT_MS = 150_000;
const RESTART_LIMIT_MS = 60_000;

describeWithRabbitmq('a RabbitMQ that fails', () => {
  const rabbit = useRabbitmq();

  it(
    'keeps its backlog through a restart, and is taken from again',
    async () => {
      const [queue, inbox] = [newQueue(), newInbox()];
      const broker = await openBroker(rabbit().url);
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      await inbox.bodies(1);
      await broker.stopTaking();
      for (let i = 0; i < 200; i++) await broker.send(queue, message(String(i)));
      await broker.take([queue], () => Promise.resolve()); // nothing is acknowledged
      await rabbit().stop();
      await eventually(() => expect(broker.problem).toContain('unreachable'));
      expect(broker.problem).not.toContain('guest');
      await expect(broker.send(queue, message('no'))).rejects.toThrow(CeleryUnavailableError);
      await broker.take([queue], inbox.take);
      await rabbit().start();
      const bodies = await inbox.bodies(201);
      expect(new Set(bodies)).toEqual(
        new Set(['declared', ...Array.from({ length: 200 }, (_, i) => String(i))]),
      );
      await eventually(() => expect(broker.problem).toBeUndefined(), RESTART_LIMIT_MS);
      expect(broker.reconnects).toBe(1);
      await broker.send(queue, message('after'));
      expect(await inbox.bodies(202)).toContain('after');
    },
    LIMIT_MS,
  );

  it(
    'loses nothing when its connections are cut in the middle',
    async () => {
      const [queue, inbox] = [newQueue(), newInbox()];
      const broker = await openBroker(rabbit().url, { prefetch: 8 });
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      const sendSurely = async (body: string) =>
        eventually(() => broker.send(queue, message(body)), RESTART_LIMIT_MS);
      const names = Array.from({ length: 600 }, (_, i) => String(i));
      const cuts = rabbit().control('close_all_connections', 'test');
      for (let i = 0; i < names.length; i += 50) await Promise.all(names.slice(i, i + 50).map(sendSurely));
      await cuts;
      await eventually(() => expect(broker.reconnects).toBeGreaterThan(0));
      await sendSurely('last');
      await eventually(() => {
        const bodies = new Set(inbox.messages.map(({ body }) => body.toString()));
        expect(bodies).toEqual(new Set(['declared', ...names, 'last']));
      }, RESTART_LIMIT_MS);
    },
    LIMIT_MS,
  );

  it(
    'connects when it comes up later',
    async () => {
      const [queue, inbox] = [newQueue(), newInbox()];
      await rabbit().stop('SIGTERM');
      const opening = openBroker(rabbit().url).catch((error: unknown) => error);
      await rabbit().start();
      await opening;
      const broker = await openBroker(rabbit().url);
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('x')));
      expect(await inbox.bodies(1)).toEqual(['x']);
    },
    LIMIT_MS,
  );

  it('is told apart from a wrong password, which is not shown', async () => {
    const url = rabbit().url.replace('guest:guest', 'guest:hunter2');
    const broker = new RabbitBroker({ url, prefetch: 1, shape: { type: 'classic', maxPriority: undefined } });
    try {
      await broker.connect();
      await eventually(() => expect(broker.problem).toMatch(/ACCESS.REFUSED/));
      expect(broker.problem).not.toContain('hunter2');
    } finally {
      await broker.close();
    }
  });

  it('declares a deleted queue again, and takes from it', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    await broker.take([queue], inbox.take);
    await eventually(() => broker.send(queue, message('one')));
    await inbox.bodies(1);
    await rabbit().control('delete_queue', queue);
    await eventually(() => broker.send(queue, message('two')));
    expect(await inbox.bodies(2)).toEqual(['one', 'two']);
  });

  it('delivers again what was held when it closed the channel', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    let turns = 0;
    await broker.take([queue], async (batch) => {
      if (turns++ > 0) return inbox.take(batch);
      // Acknowledged twice: RabbitMQ answers 406, and closes the channel.
      await Promise.all(batch.flatMap((one) => [one.acknowledge(), one.acknowledge()]));
    });
    await eventually(() => broker.send(queue, message('first')));
    await eventually(() => expect(turns).toBe(1));
    await broker.send(queue, message('second'));
    expect(await inbox.bodies(1)).toEqual(['second']);
    expect(broker.reconnects).toBe(0);
  });

  it('that is short of memory takes no messages, and what was taken is still acknowledged', async () => {
    const [queue, inbox] = [newQueue(), newInbox()];
    const broker = await openBroker(rabbit().url);
    await broker.take([queue], inbox.take);
    await eventually(() => broker.send(queue, message('one')));
    await inbox.bodies(1);
    await rabbit().control('set_vm_memory_high_watermark', '0.00001');
    const sending = broker.send(queue, message('two'));
    await eventually(() => expect(broker.problem).toContain('accepts no messages'));
    await rabbit().control('set_vm_memory_high_watermark', '0.4');
    await sending;
    expect(await inbox.bodies(2)).toEqual(['one', 'two']);
    await eventually(() => expect(broker.problem).toBeUndefined());
  });

  it('that does not answer keeps nothing from closing', async () => {
    const broker = await openBroker(rabbit().url);
    rabbit().freeze();
    try {
      await broker.close();
    } finally {
      rabbit().thaw();
    }
    await expect(broker.send('q', message('x'))).rejects.toThrow(CeleryUnavailableError);
  });
});
