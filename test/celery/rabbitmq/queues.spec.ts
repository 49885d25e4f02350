import { expect, it } from '@jest/globals';
import { describeWithCelery } from '../../support/celery-python.js';
import { eventually } from '../../support/eventually.js';
import {
  message,
  newInbox,
  newQueue,
  openBroker,
  useRabbitmq,
  withKombu,
} from '../../support/rabbit-stand.js';
import { describeWithRabbitmq } from '../../support/rabbitmq.js';

const LIMIT_MS = 150_000;

describeWithRabbitmq('queues of Celery in RabbitMQ', () => {
  describeWithCelery('are declared so that Python and we agree', () => {
    const rabbit = useRabbitmq();

    /** Declares a queue as Celery's worker does: an error ends Python. */
    const declareInPython = (queue: string, options = '', exchangeType = 'direct') =>
      withKombu(
        rabbit().url,
        `name = ${JSON.stringify(queue)}
Queue(name, Exchange(name, type='${exchangeType}'), routing_key=name${options}).bind(channel).declare()`,
      );

    it.each([
      ['plain', undefined, ''],
      ['with priorities', 9, ", queue_arguments={'x-max-priority': 9}"],
    ])('%s: the same declaration after ours', async (_name, maxPriority, options) => {
      const [queue, inbox] = [newQueue(), newInbox()];
      const broker = await openBroker(rabbit().url, { shape: { type: 'classic', maxPriority } });
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      await declareInPython(queue, options);
      await withKombu(
        rabbit().url,
        `Producer(channel).publish('x', exchange='${queue}', routing_key='${queue}')`,
      );
      expect(await inbox.bodies(2)).toEqual(['declared', 'x']);
    });

    it.each([
      ['with priorities', ", queue_arguments={'x-max-priority': 5}", 'direct'],
      ['that is bound to a topic', '', 'topic'],
      ['of type quorum', ", queue_arguments={'x-queue-type': 'quorum'}", 'topic'],
      ['that expires', ', expires=3600, message_ttl=60', 'direct'],
    ])('a queue %s is taken from as it is', async (_name, options, exchangeType) => {
      const [queue, inbox] = [newQueue(), newInbox()];
      await declareInPython(queue, options, exchangeType);
      const broker = await openBroker(rabbit().url);
      await broker.take([queue], inbox.take);
      await broker.send(queue, message('x'));
      expect(await inbox.bodies(1)).toEqual(['x']);
      await declareInPython(queue, options, exchangeType);
      expect(broker.problem).toBeUndefined();
    });

    it(
      'a queue of type quorum delivers what RabbitMQ has delayed',
      async () => {
        const [queue, inbox] = [newQueue(), newInbox()];
        const broker = await openBroker(rabbit().url, { shape: { type: 'quorum', maxPriority: undefined } });
        await broker.take([queue], inbox.take);
        await eventually(() => broker.send(queue, message('declared')), 60_000);
        // It takes when all is declared.
        await inbox.bodies(1);
        // As Celery 5.5 sends a task with a countdown of 1 s.
        const key = `${'0.'.repeat(27)}1.${queue}`;
        const sentAt = Date.now();
        await withKombu(
          rabbit().url,
          `Producer(channel).publish('delayed', exchange=Exchange('celery_delayed_27', type='topic'), routing_key='${key}')`,
        );
        expect(await inbox.bodies(2)).toEqual(['declared', 'delayed']);
        expect(Date.now() - sentAt).toBeGreaterThanOrEqual(900);
        const [, delayed] = inbox.messages;
        expect(delayed).toMatchObject({ queue, exchange: 'celery_delayed_delivery', routingKey: key });
        expect(delayed?.headers['x-death']).toEqual([expect.objectContaining({ queue: 'celery_delayed_0' })]);
        // The types of both sides' arguments are compared.
        await withKombu(
          rabbit().url,
          `for level in (27, 0):
    name = f'celery_delayed_{level}'
    Queue(name, Exchange(name, type='topic'), routing_key='*.' * (27 - level) + '1.#', queue_arguments={
        'x-queue-type': 'quorum', 'x-overflow': 'reject-publish', 'x-message-ttl': 2 ** level * 1000,
        'x-dead-letter-exchange': 'celery_delayed_26' if level else 'celery_delayed_delivery',
        'x-dead-letter-strategy': 'at-least-once'}).bind(channel).declare()`,
        );
      },
      LIMIT_MS,
    );

    it('are in the virtual host of the URL', async () => {
      const [queue, inbox] = [newQueue(), newInbox()];
      await rabbit().control('add_vhost', '/shop');
      await rabbit().control('set_permissions', '-p', '/shop', 'guest', '.*', '.*', '.*');
      const url = `${rabbit().url}shop`; // ends in //shop: kombu reads /shop
      const broker = await openBroker(url);
      expect(broker.facts.virtualHost).toBe('/shop');
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      await withKombu(url, `Producer(channel).publish('x', routing_key='${queue}')`);
      expect(await inbox.bodies(2)).toEqual(['declared', 'x']);
      expect(await rabbit().control('list_queues', '-p', '/shop', 'name')).toContain(queue);
    });

    it('that are refused are named, without a password, and taken once they are allowed', async () => {
      const [queue, inbox] = [newQueue(), newInbox()];
      await rabbit().control('add_user', 'reader', 'hunter2');
      await rabbit().control('set_permissions', 'reader', '^$', '.*', '.*');
      const broker = await openBroker(rabbit().url.replace('guest:guest', 'reader:hunter2'));
      await broker.take([queue], inbox.take);
      await eventually(() => expect(broker.problem).toContain(`takes from "${queue}"`));
      expect(broker.problem).toContain('ACCESS_REFUSED');
      expect(broker.problem).not.toContain('hunter2');
      await rabbit().control('set_permissions', 'reader', '.*', '.*', '.*');
      await eventually(() => expect(broker.problem).toBeUndefined(), 30_000);
      await broker.send(queue, message('x'));
      expect(await inbox.bodies(1)).toEqual(['x']);
    });
  });
});
