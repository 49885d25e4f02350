import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { WorkerSnapshot } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { CeleryBroker, ControlAddress } from '../broker/celery-broker.js';
import type { FaceLease } from '../events/face-lease.js';
import type { LamportClock } from '../events/lamport-clock.js';
import type { WireMessage } from '../protocol/wire-message.js';
import type { CeleryNodes } from '../events/celery-nodes.js';
import { type Commands, ok } from './commands/command.js';
import { ControlListener } from './control-listener.js';
import { AllCommands, ControlPanel } from './control-panel.js';

const REPLY_TO = { exchange: 'reply.celery.pidbox', routing_key: 'client' };

/** A bridge that hears commands, with two workers. */
async function listening({ isHolder = true, workers = ['a', 'b'], level = 'all' } = {}) {
  const heard = { clocks: [] as unknown[], revoked: 0 };
  const replies: { address: ControlAddress; message: WireMessage }[] = [];
  let hear: (message: WireMessage) => void = () => undefined;
  const commands: Commands = {
    ping: { level: 'inspect', run: () => ok('pong') },
    shutdown: { level: 'all', run: () => () => undefined },
    revoke: {
      level: 'revoke',
      isForEveryBridge: true,
      run: () => {
        heard.revoked += 1;
        return ok('revoked');
      },
    },
  };
  const nodes = workers.map((name) => ({ name: `celeriac@${name}`, worker: {} as WorkerSnapshot }));
  // Only what the listener uses.
  const listener = new ControlListener(
    {
      hearControl: (hearing: typeof hear) => Promise.resolve(void (hear = hearing)),
      answerControl: (address: ControlAddress, message: WireMessage) =>
        Promise.resolve(void replies.push({ address, message })),
    } as unknown as CeleryBroker,
    new ControlPanel(
      new Config({ CELERY_CONTROL: level }),
      new AllCommands([{ commands }]),
      new BridgeCounters(),
    ),
    { live: () => Promise.resolve(nodes) } as unknown as CeleryNodes,
    { isHolder } as FaceLease,
    {
      hear: (clock: unknown) => heard.clocks.push(clock),
      reserve: () => Promise.resolve(10),
    } as unknown as LamportClock,
  );
  await listener.start();
  return {
    heard,
    /** Sends a command, and returns what was replied to it. */
    send: async (body: object, contentType = 'application/json') => {
      hear({
        headers: { clock: 3 },
        properties: { contentType },
        body: Buffer.from(JSON.stringify({ reply_to: REPLY_TO, ticket: 't', ...body })),
      });
      for (let turns = 0; turns < 10; turns += 1) await turn();
      return replies.splice(0).map(({ address, message: { headers, body: text } }) => ({
        address,
        headers,
        value: JSON.parse(text.toString()) as unknown,
      }));
    },
  };
}

describe('ControlListener', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('replies once for each addressed node, each with a clock of its own', async () => {
    const { send, heard } = await listening();
    const address = { exchange: REPLY_TO.exchange, routingKey: REPLY_TO.routing_key };
    expect(await send({ method: 'ping' })).toEqual([
      { address, headers: { ticket: 't', clock: 10 }, value: { 'celeriac@a': { ok: 'pong' } } },
      { address, headers: { ticket: 't', clock: 11 }, value: { 'celeriac@b': { ok: 'pong' } } },
    ]);
    expect(heard.clocks).toEqual([3]);
    expect(await send({ method: 'ping', destination: ['celeriac@b'] })).toHaveLength(1);
    expect(await send({ method: 'ping', destination: ['celery@b'] })).toEqual([]);
    expect(await send({ method: 'ping', pattern: '*@a', matcher: 'glob' })).toHaveLength(1);
  });

  it('replies nothing where none is wanted, or the command has none', async () => {
    const { send } = await listening();
    expect(await send({ method: 'ping', reply_to: null })).toEqual([]);
    expect(await send({ method: 'shutdown' })).toEqual([]);
  });

  it('replies an unknown command with an error', async () => {
    const { send } = await listening({ workers: ['a'] });
    expect(await send({ method: 'x' })).toMatchObject([
      { value: { 'celeriac@a': { error: "KeyError('x')" } } },
    ]);
  });

  it('goes on after what cannot be read', async () => {
    const { send } = await listening({ workers: ['a'] });
    expect(await send({ method: 5 })).toEqual([]);
    expect(await send({ method: 'ping' }, 'application/x-python-serialize')).toEqual([]);
    expect(await send({ method: 'ping', pattern: '(', matcher: 'pcre' })).toEqual([]);
    expect(await send({ method: 'ping' })).toHaveLength(1);
  });

  it('without the lease revokes, and replies nothing', async () => {
    const { send, heard } = await listening({ isHolder: false });
    expect(await send({ method: 'ping' })).toEqual([]);
    expect(await send({ method: 'revoke' })).toEqual([]);
    expect(heard.revoked).toBe(1);
  });

  it('revokes while there are no workers, unless only one is addressed', async () => {
    const { send, heard } = await listening({ workers: [] });
    expect(await send({ method: 'revoke' })).toEqual([]);
    expect(await send({ method: 'revoke', destination: ['celeriac@a'] })).toEqual([]);
    expect(heard.revoked).toBe(1);
  });

  it('loses no revocation of many that come at once', async () => {
    const { send, heard } = await listening();
    await Promise.all(Array.from({ length: 1_000 }, () => send({ method: 'revoke', reply_to: null })));
    expect(heard.revoked).toBe(1_000);
  });

  it('hears nothing with CELERY_CONTROL=off', async () => {
    const { send } = await listening({ level: 'off' });
    expect(await send({ method: 'ping' })).toEqual([]);
  });
});
