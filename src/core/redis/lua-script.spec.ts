import { describe, expect, it } from '@jest/globals';
import type { BrokerClient } from './connections.js';
import { LuaScript } from './lua-script.js';
import { flag, integer, list, listOf, nothing, oneOf, text, textOrNull, tuple } from './script-reply.js';

/** A broker that sends the same reply to each script, and records the calls. */
function brokerWith(reply: unknown) {
  const sent: unknown[][] = [];
  const evalsha = (...words: unknown[]) => {
    sent.push(words.slice(1));
    return Promise.resolve(reply);
  };
  // A script needs nothing else from its client.
  return { client: { evalsha } as unknown as BrokerClient, sent };
}

const SCRIPT = new LuaScript({
  name: 'example',
  keys: ['job', 'active'],
  moreKeys: 'queues',
  args: ['id', 'token'],
  numbers: ['now'],
  moreArgs: 'lines',
  text: `return { job, id, now, #queues, lines[1] }`,
  reply: nothing,
});

describe('LuaScript', () => {
  it('sends values in the order of the names, whatever their order in the object', async () => {
    const { client, sent } = brokerWith(null);
    await SCRIPT.run(client, {
      now: 5,
      lines: ['one', 'two'],
      id: 'i',
      queues: ['q1', 'q2'],
      token: 't',
      active: 'a',
      job: 'j',
    });
    expect(sent).toEqual([[4, 'j', 'a', 'q1', 'q2', 'i', 't', 5, 'one', 'two']]);
  });

  it('gives Lua a local variable for each name', () => {
    const [first] = SCRIPT.text.split('\n');
    expect(first).toBe(
      'local job, active, id, token, now = KEYS[1], KEYS[2], ARGV[1], ARGV[2], tonumber(ARGV[3]) ' +
        'local queues = {} for i = 3, #KEYS do queues[i - 2] = KEYS[i] end ' +
        'local lines = {} for i = 4, #ARGV do lines[i - 3] = ARGV[i] end',
    );
  });

  it('does not compile with a missing or unknown name or a wrong type', () => {
    const script = new LuaScript({
      name: 'typed',
      keys: ['job'],
      numbers: ['now'],
      text: '',
      reply: nothing,
    });
    const { client } = brokerWith(null);
    // @ts-expect-error: `now` is missing
    void script.run(client, { job: 'j' });
    // @ts-expect-error: nothing is called `then`
    void script.run(client, { job: 'j', now: 1, then: 2 });
    // @ts-expect-error: a number of Lua is a number here
    void script.run(client, { job: 'j', now: '1' });
    const names: string[] = ['job'];
    // @ts-expect-error: the names are not known
    new LuaScript({ name: 'unknown', keys: names, text: '', reply: nothing });
    expect.assertions(0);
  });

  it.each([
    ['end', ['end'], [], '', /end cannot be a variable/],
    ['two values', ['job'], ['job'], '', /job is the name of two values/],
    ['a local of the text', ['job'], [], 'local id, job = 1, 2', /job is a local variable/],
    ['a function of the text', ['job'], [], 'local function job() end', /job is a local variable/],
    ['KEYS', [], [], 'return KEYS[1]', /give each value a name/],
  ] as const)('refuses a name collision: %s', (_, keys, args, text, message) => {
    expect(() => new LuaScript({ name: 'wrong', keys, args, text, reply: nothing })).toThrow(message);
  });

  it('names the script whose reply has an unexpected type', async () => {
    const { client } = brokerWith('maybe');
    const script = new LuaScript({ name: 'retry-job', text: '', reply: oneOf('done', 'moved') });
    await expect(script.run(client, {})).rejects.toThrow(
      'Reply of script retry-job: expected one of done, moved, got "maybe"',
    );
  });
});

describe('reply parsers', () => {
  it.each([
    [nothing, null, undefined],
    [integer, 3, 3],
    [flag, 1, true],
    [flag, 0, false],
    [text, 'a', 'a'],
    [textOrNull, null, null],
    [list, [1, 'a'], [1, 'a']],
    [listOf(integer), [1, 2], [1, 2]],
    [tuple(text, listOf(flag)), ['a', [1]], ['a', [true]]],
  ])('%p takes %j', (parser, reply, parsed) => expect(parser(reply)).toEqual(parsed));

  it.each([
    [nothing, 0],
    [integer, '3'],
    [flag, 2],
    [text, null],
    [textOrNull, 1],
    [list, 'a'],
    [listOf(integer), [1, '2']],
    [tuple(text, text), ['a']],
  ])('%p refuses %j', (parser, reply) => expect(() => parser(reply)).toThrow(/^expected .*, got /));
});
