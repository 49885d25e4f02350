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

describeWithRabbitmq('headers in RabbitMQ', () => {
  describeWithCelery('survive', () => {
    const rabbit = useRabbitmq();

    const headers = {
      clock: 129,
      group_index: 40_000,
      small: -3,
      ms: 1_764_410_000_000,
      half: 0.5,
      nothing: null,
      yes: true,
      list: [200, ['ä', 70_000], { n: 300, big: 2 ** 40 }],
      stamps: { at: [1_764_410_000_000] },
    };

    it('the way to Python', async () => {
      const [queue, broker] = [newQueue(), await openBroker(rabbit().url)];
      await withKombu(rabbit().url, `Queue(${JSON.stringify(queue)}).bind(channel).declare()`);
      const properties = {
        ...{
          contentType: 'application/json',
          contentEncoding: 'utf-8',
          correlationId: 'id',
          replyTo: 'queue',
        },
        ...{ priority: 4, expirationMs: 60_000 },
      };
      await broker.send(queue, message('{"n":1}', { headers, properties }));
      const seen = await withKombu(
        rabbit().url,
        `taken = Queue(${JSON.stringify(queue)}).bind(channel).get(no_ack=True)
keys = ['content_type', 'content_encoding', 'correlation_id', 'reply_to', 'priority', 'expiration', 'delivery_mode']
seen = {key: taken.properties.get(key, getattr(taken, key, None)) for key in keys}
print(json.dumps([taken.headers, taken.payload, seen]))`,
      );
      expect(JSON.parse(seen)).toEqual([
        headers,
        { n: 1 },
        {
          ...{
            content_type: 'application/json',
            content_encoding: 'utf-8',
            correlation_id: 'id',
            reply_to: 'queue',
          },
          ...{ priority: 4, expiration: '60000', delivery_mode: 2 },
        },
      ]);
    });

    it('the way from Python, integers of 64 bits, too', async () => {
      const [queue, inbox, broker] = [newQueue(), newInbox(), await openBroker(rabbit().url)];
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      await withKombu(
        rabbit().url,
        `Producer(channel).publish({'n': 1}, routing_key=${JSON.stringify(queue)}, priority=4, correlation_id='id',
    expiration=60, headers=json.loads(${JSON.stringify(JSON.stringify(headers))}))`,
      );
      await inbox.bodies(2);
      expect(inbox.messages[1]).toMatchObject({
        ...{ headers, queue, exchange: '', routingKey: queue, isRedelivered: false, deliveryTag: null },
        properties: {
          ...{
            contentType: 'application/json',
            contentEncoding: 'utf-8',
            correlationId: 'id',
            priority: 4,
          },
          ...{ deliveryMode: 2, expirationMs: 60_000 },
        },
      });
      expect(broker.reconnects).toBe(0);
    });

    it('nothing but themselves when they are nested too deep', async () => {
      const [queue, inbox, broker] = [newQueue(), newInbox(), await openBroker(rabbit().url)];
      await broker.take([queue], inbox.take);
      await eventually(() => broker.send(queue, message('declared')));
      await withKombu(
        rabbit().url,
        `import amqp.serialization as wire
sys.setrecursionlimit(200_000)
import threading
threading.stack_size(512 * 1024 * 1024)
def publish():
    nested = []
    for _ in range(11_000): nested = [nested]
    Producer(channel).publish('poison', routing_key=${JSON.stringify(queue)}, headers={'nested': nested})
    Producer(channel).publish('after', routing_key=${JSON.stringify(queue)})
thread = threading.Thread(target=publish); thread.start(); thread.join()`,
      );
      expect(await inbox.bodies(3)).toEqual(['declared', 'poison', 'after']);
      expect(inbox.messages[1]?.headers).toEqual({});
      expect(broker.reconnects).toBe(0);
    });
  });
});
