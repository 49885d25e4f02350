import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { TakeMessages, Taken } from '../../src/bridges/celery/broker/celery-broker.js';
import type { WireMessage } from '../../src/bridges/celery/protocol/wire-message.js';
import { RabbitBroker, type RabbitOptions } from '../../src/bridges/celery/rabbitmq/rabbit-broker.js';
import { runPython } from './celery-python.js';
import { eventually } from './eventually.js';
import { type OwnRabbitmq, createOwnRabbitmq } from './rabbitmq.js';

/** A busy machine takes a minute to start it. */
const LIMIT_MS = 150_000;
const opened = new Set<RabbitBroker>();

/** Starts a RabbitMQ for the suite, and closes what `openBroker` has opened after each test. */
export function useRabbitmq(): () => OwnRabbitmq {
  let rabbit: OwnRabbitmq | undefined;
  beforeAll(async () => {
    rabbit = await createOwnRabbitmq();
    await rabbit.start();
  }, LIMIT_MS);
  afterEach(closeBrokers);
  afterAll(() => rabbit?.remove(), LIMIT_MS);
  return () => {
    if (rabbit === undefined) throw new Error('It is started before the first test');
    return rabbit;
  };
}

/** A connected broker. It is closed after the test. */
export async function openBroker(url: string, options: Partial<RabbitOptions> = {}): Promise<RabbitBroker> {
  const shape = { type: 'classic', maxPriority: undefined } as const;
  const broker = new RabbitBroker({ url, prefetch: 64, shape, ...options });
  opened.add(broker);
  await broker.connect();
  await eventually(() => expect(broker.problem).toBeUndefined());
  return broker;
}

async function closeBrokers(): Promise<void> {
  await Promise.all([...opened].map((broker) => broker.close()));
  opened.clear();
}

export function newQueue(): string {
  return `q-${randomUUID()}`;
}

/** Messages that are taken and acknowledged, in their order. */
export interface Inbox {
  readonly messages: Taken[];
  readonly take: TakeMessages;
  /** The bodies, once there are so many. */
  bodies(count: number): Promise<string[]>;
}

export function newInbox(): Inbox {
  const messages: Taken[] = [];
  const bodies = () => messages.map(({ body }) => body.toString());
  return {
    messages,
    async take(batch) {
      messages.push(...batch);
      await Promise.all(batch.map((message) => message.acknowledge()));
    },
    bodies: (count) =>
      eventually(() => {
        expect(bodies().length).toBeGreaterThanOrEqual(count);
        return bodies();
      }, 30_000),
  };
}

export function message(body: string, more: Partial<WireMessage> = {}): WireMessage {
  return { headers: {}, properties: {}, ...more, body: Buffer.from(body) };
}

/** Runs lines of Python with `connection` (kombu's) and `channel` at hand. @returns what they print */
export async function withKombu(url: string, lines: string): Promise<string> {
  const script = `
import json, sys
from kombu import Connection, Consumer, Exchange, Producer, Queue
with Connection(${JSON.stringify(url)}) as connection:
    channel = connection.channel()
${lines.replaceAll(/^/gm, '    ')}
`;
  const { code, output, errors } = await runPython(['-c', script], {});
  if (code !== 0) throw new Error(`Python ended with ${String(code)}: ${errors}`);
  return output.trim();
}
