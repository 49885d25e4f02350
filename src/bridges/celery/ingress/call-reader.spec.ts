import { describe, expect, it } from '@jest/globals';
import type { TaskRegistry } from '../../../core/index.js';
import type { Config } from '../../../platform/config/config.js';
import type { Taken } from '../broker/celery-broker.js';
import { CallReader } from './call-reader.js';
import { isRefusal } from './incoming.js';

const SECRET = { options: { name: 'auth.log-in', aliases: ['proj.log_in'], redact: ['password'] } };
const registry = {
  all: () => [SECRET],
  find(name: string) {
    if (name === 'test.broken') throw new RangeError('Maximum call stack size exceeded');
    return [SECRET.options.name, ...SECRET.options.aliases].includes(name) ? SECRET : undefined;
  },
};
const reader = new CallReader(
  registry as unknown as TaskRegistry,
  { celeryMaxMessageBytes: 100_000 } as Config,
);

/** A message that becomes no task. */
function refusalOf(headers: Readonly<Record<string, unknown>>, body: unknown) {
  const read = reader.read({
    ...{ headers, body: Buffer.from(JSON.stringify(body)), properties: { contentType: 'application/json' } },
    ...{ queue: 'celery', exchange: '', routingKey: 'celery', isRedelivered: false, deliveryTag: null },
    acknowledge: () => Promise.resolve(),
    giveBack: () => Promise.resolve(),
  } satisfies Taken);
  if (!isRefusal(read)) throw new Error('The message was read');
  return read;
}

describe('CallReader', () => {
  it('knows messages that may hold secrets, though it cannot read them or knows no such task', () => {
    const call = { task: 'proj.log_in', args: ['hush'] };
    const embed = { callbacks: [call] };
    expect(refusalOf({ task: 'proj.log_in', id: 'x' }, 5).hasSecrets).toBe(true);
    expect(refusalOf({}, { ...call, id: 'x', eta: 'never' }).hasSecrets).toBe(true);
    expect(refusalOf({ task: 'test.none', id: 'x' }, [[], {}, embed])).toMatchObject({
      ...{ reason: 'unknown_task', hasSecrets: true },
    });
    expect(refusalOf({ task: 'test.none', id: 'x' }, [[], {}, null]).hasSecrets).toBe(false);
  });

  it('refuses a message that breaks it, instead of failing with all of its turn', () => {
    const refusal = refusalOf({ task: 'test.broken', id: 'x' }, [[], {}, null]);
    expect(refusal).toMatchObject({ reason: 'internal', error: { type: 'RuntimeError' }, call: { id: 'x' } });
  });
});
