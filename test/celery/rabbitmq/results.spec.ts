import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { RpcResults } from '../../../src/bridges/celery/broker/rpc-results.js';
import type { ResultMeta } from '../../../src/bridges/celery/protocol/result-meta.js';
import type { WireMessage } from '../../../src/bridges/celery/protocol/wire-message.js';
import { RabbitReplyQueue } from '../../../src/bridges/celery/rabbitmq/rabbit-reply-queue.js';
import { describeWithCelery } from '../../support/celery-python.js';
import { eventually } from '../../support/eventually.js';
import { message, openBroker, useRabbitmq, withKombu } from '../../support/rabbit-stand.js';
import { describeWithRabbitmq } from '../../support/rabbitmq.js';

describeWithRabbitmq('messages to us in RabbitMQ', () => {
  describeWithCelery('from Python', () => {
    const rabbit = useRabbitmq();

    const openResults = async () => {
      const broker = await openBroker(rabbit().url);
      return { broker, results: new RpcResults(broker, new RabbitReplyQueue(broker.consuming)) };
    };
    /** Sends states of a task as Python's worker does. */
    const tell = (queue: string, id: string, states: readonly object[]) =>
      withKombu(
        rabbit().url,
        `for state in json.loads(${JSON.stringify(JSON.stringify(states))}):
    Producer(channel).publish({'task_id': '${id}', 'traceback': None, 'children': [], **state},
        routing_key='${queue}', correlation_id='${id}', delivery_mode=1)`,
      );

    it('settles the wait for the task that it belongs to', async () => {
      const { results } = await openResults();
      const [id, other] = [randomUUID(), randomUUID()];
      const [wait, otherWait] = [await results.expect(id), await results.expect(other)];
      const seen: ResultMeta[] = [];
      wait.onState((meta) => seen.push(meta));
      await tell(results.replyTo, id, [
        { status: 'PROGRESS', result: { done: 1 } },
        { status: 'SUCCESS', result: [1, 'ä'] },
      ]);
      await expect(wait.final(new AbortController().signal)).resolves.toMatchObject({
        ...{ id, state: 'SUCCESS', result: [1, 'ä'] },
      });
      expect(seen).toMatchObject([{ state: 'PROGRESS', result: { done: 1 } }]);
      const ended = new AbortController();
      const unanswered = otherWait.final(ended.signal);
      ended.abort(new Error('no time left'));
      await expect(unanswered).rejects.toThrow('no time left');
      for (const one of [wait, otherWait]) one.release();
      await tell(results.replyTo, other, [{ status: 'SUCCESS', result: 'too late' }]);
      await results.close();
      expect(await rabbit().control('list_queues', 'name')).not.toContain(results.replyTo);
    });

    it('is kept while our connection is made again', async () => {
      const { broker, results } = await openResults();
      const id = randomUUID();
      const wait = await results.expect(id);
      await rabbit().control('close_all_connections', 'test');
      await tell(results.replyTo, id, [
        { status: 'FAILURE', result: { exc_type: 'ValueError', exc_message: ['x'] } },
      ]);
      await expect(wait.final(new AbortController().signal)).resolves.toMatchObject({
        ...{ state: 'FAILURE', result: { type: 'ValueError', args: ['x'] } },
      });
      expect(broker.reconnects).toBeGreaterThan(0);
      await results.close();
    });

    it('is heard as a control command, again after a cut, and answered', async () => {
      const broker = await openBroker(rabbit().url);
      const heard: WireMessage[] = [];
      await broker.hearControl((command) => heard.push(command));
      const ping = () =>
        withKombu(
          rabbit().url,
          `from kombu.pidbox import Mailbox
mailbox = Mailbox('celery', type='fanout', accept=['json'])(connection)
print(json.dumps(mailbox._broadcast('ping', reply=True, timeout=10, limit=1)))`,
        );
      const answer = async (count: number) => {
        await eventually(() => expect(heard).toHaveLength(count), 30_000);
        const body = JSON.parse(heard[count - 1]?.body.toString() ?? '') as Command;
        const { exchange, routing_key: routingKey } = body.reply_to;
        const properties = { contentType: 'application/json', contentEncoding: 'utf-8' };
        const reply = message('{"node":{"ok":"pong"}}', {
          headers: { ticket: body.ticket, clock: 129 },
          properties,
        });
        await broker.answerControl(
          { exchange: '', routingKey },
          message('an exchange that nobody replies by'),
        );
        await broker.answerControl({ exchange, routingKey: 'gone' }, reply);
        await broker.answerControl({ exchange, routingKey }, reply);
      };
      const [first] = await Promise.all([ping(), answer(1)]);
      expect(JSON.parse(first)).toEqual([{ node: { ok: 'pong' } }]);
      await rabbit().control('close_all_connections', 'test');
      await eventually(() => expect(broker.reconnects).toBeGreaterThan(0));
      await eventually(async () => {
        expect(await rabbit().control('list_bindings', 'source_name', 'destination_name')).toMatch(
          /celery.pidbox\tceleriac/,
        );
      });
      const [second] = await Promise.all([ping(), answer(2)]);
      expect(JSON.parse(second)).toEqual([{ node: { ok: 'pong' } }]);
    });

    it('finds no queue of our own left when a bridge has ended', async () => {
      const { broker, results } = await openResults();
      await broker.hearControl(() => undefined);
      const wait = await results.expect(randomUUID());
      wait.release();
      await results.close();
      await broker.close();
      const queues = await rabbit().control('list_queues', 'name');
      expect(queues).not.toContain('celery.pidbox');
      expect(queues).not.toContain(results.replyTo);
    });
  });
});

interface Command {
  readonly ticket: string;
  readonly reply_to: { readonly exchange: string; readonly routing_key: string };
}
