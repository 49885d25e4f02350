import { describe, expect, it } from '@jest/globals';
import { celeryMessage } from '../../../../test/support/celery-vectors.js';
import { readSignature, signatureJson } from '../protocol/read-signature.js';
import { readTaskMessage } from '../protocol/read-task-message.js';
import type { Signature } from '../protocol/signature.js';
import { derivedIds } from './derived-ids.js';
import { failedBy } from './failed-steps.js';
import { type Plan, plan } from './planner.js';
import { type Options, chainOption } from './signature-options.js';

const NOW = Date.UTC(2026, 0, 2);
const REPLY_TO = '99999999-0000-4000-8000-000000000000';

type Json = Readonly<Record<string, unknown>>;

const s = (id: string | null, options: Options = {}, more: Json = {}): Json => ({
  ...{ task: 'lab.add', args: [], kwargs: {}, subtask_type: null, immutable: false },
  options: { ...(id === null ? {} : { task_id: id }), ...options },
  ...more,
});
const composite = (type: string, kwargs: Json, options: Options = {}): Json =>
  s(null, options, { task: `celery.${type}`, subtask_type: type, kwargs });
const chain = (tasks: readonly Json[], options?: Options) => composite('chain', { tasks }, options);
const group = (tasks: readonly Json[], options?: Options) => composite('group', { tasks }, options);
const chord = (header: unknown, body: Json, options?: Options) =>
  composite('chord', { kwargs: {}, header, body }, options);

function planOf(json: unknown, args: readonly unknown[] = [], options: Options = {}): Plan {
  const context = {
    rootId: 'root',
    parentId: 'parent',
    replyTo: null,
    stamps: { by: 'me' },
    now: NOW,
    origin: 'me',
  };
  return plan(readSignature(json), args, options, {
    ...context,
    queueOf: () => 'default',
    newId: derivedIds('seed'),
  });
}

const messagesOf = (planned: Plan) => planned.sends.map(({ message }) => message);
const idsOf = (signatures: readonly Signature[]) => signatures.map(({ options }) => options['task_id']);
const idsOfPlan = (planned: Plan) => messagesOf(planned).map(({ id }) => id);

describe('plan', () => {
  it('puts given arguments before those of a task, unless it is immutable', () => {
    const own = { args: [1], kwargs: { a: 1 } };
    expect(messagesOf(planOf(s('a', {}, own), [7]))[0]).toMatchObject({
      id: 'a',
      args: [7, 1],
      kwargs: { a: 1 },
    });
    expect(messagesOf(planOf(s('a', {}, { ...own, immutable: true }), [7]))[0]).toMatchObject({ args: [1] });
  });

  it('puts the options of a task into its message', () => {
    const time = { __type__: 'datetime', __value__: '2030-01-02T03:04:05+00:00' };
    const options = {
      ...{ group_id: 'g', group_index: 1, shadow: 'shown', retries: 2, time_limit: 10, soft_time_limit: 2.5 },
      ...{ ignore_result: true, priority: 6, reply_to: REPLY_TO, queue: 'py', eta: time, expires: 60 },
      ...{
        link: s('linked'),
        link_error: [s('errback')],
        headers: { own: 1, task: 'no' },
        stamped_headers: ['at'],
        at: 1,
      },
    };
    const [send] = planOf(s('a', options)).sends;
    expect(send).toMatchObject({ queue: 'py', wire: { headers: { own: 1, task: 'lab.add' } } });
    expect(send?.message).toMatchObject({
      ...{ rootId: 'root', parentId: 'parent', group: 'g', groupIndex: 1, shadow: 'shown', retries: 2 },
      ...{ hardLimitMs: 10_000, softLimitMs: 2_500, ignoreResult: true, priority: 6, replyTo: REPLY_TO },
      ...{ etaAt: Date.UTC(2030, 0, 2, 3, 4, 5), expiresAt: NOW + 60_000, stamps: { by: 'me', at: 1 } },
      embed: {
        callbacks: [{ options: { task_id: 'linked' } }],
        errbacks: [{ options: { task_id: 'errback' } }],
      },
    });
  });

  it('counts a countdown from now, and finds a queue by its routing key', () => {
    expect(messagesOf(planOf(s('a', { countdown: 1.5 })))[0]?.etaAt).toBe(NOW + 1_500);
    expect(planOf(s('a', { routing_key: 'key' })).sends[0]?.queue).toBe('key');
    expect(planOf(s('a')).sends[0]?.queue).toBe('default');
  });

  it('gives the same ids each time to what has none', () => {
    const steps = group([s(null), s(null), s('own')]);
    expect(idsOfPlan(planOf(steps))).toEqual(idsOfPlan(planOf(steps)));
    expect(new Set(idsOfPlan(planOf(steps))).size).toBe(3);
  });

  it('sends the first step of a chain with the others, last one first', () => {
    const planned = planOf(chain([s('a'), chain([s('b'), s('c')]), s('d')]), [7], chainOption([s('later')]));
    const [message] = messagesOf(planned);
    expect(message).toMatchObject({ id: 'a', args: [7] });
    expect(idsOf(message?.embed.chain ?? [])).toEqual(['later', 'd', 'c', 'b']);
    expect(planned.children).toEqual([[['a', null], null]]);
  });

  it('gives the last step of a chain what the chain was given, and errbacks to all', () => {
    const given = { task_id: 'other', group_id: 'g', group_index: 3, chord: s('body'), link: [s('linked')] };
    const options = { ...given, link_error: s('errback') };
    const [message] = messagesOf(planOf(chain([s('a'), s('b')], options)));
    const [last] = message?.embed.chain ?? [];
    expect(last?.options).toMatchObject({ task_id: 'b', group_id: 'g', group_index: 3, link: [s('linked')] });
    expect(last?.options).toMatchObject({ chord: s('body'), link_error: [s('errback')] });
    expect(message?.embed).toMatchObject({ callbacks: [], chord: null });
    expect(idsOf(message?.embed.errbacks ?? [])).toEqual(['errback']);
    expect(idsOfPlan(planOf(chain([s(null)], { task_id: 'chain' })))).toEqual(['chain']);
  });

  it('sends nothing for an empty chain', () => {
    expect(planOf(chain([chain([])]))).toEqual({ chordSizes: [], structures: [], sends: [], children: [] });
  });

  it('sends the tasks of a group, those of nested groups included', () => {
    const planned = planOf(
      group([s('a'), group([s('b'), s('c')]), s('d')], { task_id: 'g', queue: 'py' }),
      [7],
    );
    expect(
      messagesOf(planned).map(({ id, args, group, groupIndex }) => [id, args, group, groupIndex]),
    ).toEqual([
      ...[['a', [7], 'g', 0], ['b', [7], 'g', 1], ['c', [7], 'g', 2], ['d', [7], 'g', 3]], // prettier-ignore
    ]);
    expect(planned.sends.every(({ queue }) => queue === 'py')).toBe(true);
    expect(planned.children).toEqual([[['g', null], ['a', 'b', 'c', 'd'].map((id) => [[id, null], null])]]);
  });

  it('sends the header of a chord, each task with the body', () => {
    const header = group([s('a'), s('b')], { task_id: 'g' });
    const planned = planOf(chord(header, s('body'), { group_id: 'outer', chord: s('outer body') }), [7]);
    expect(planned.chordSizes).toEqual([{ groupId: 'g', size: 2 }]);
    for (const { group, embed } of messagesOf(planned)) {
      expect(group).toBe('g');
      expect(embed.chord?.options).toEqual({ task_id: 'body', group_id: 'outer', chord: s('outer body') });
    }
  });

  it('gives the body of a chord an id where it has none', () => {
    const bodies = messagesOf(planOf(chord([s('a'), s('b')], s(null)))).map(
      ({ embed }) => embed.chord?.options['task_id'],
    );
    expect(new Set(bodies).size).toBe(1);
    expect(
      messagesOf(planOf(chord([s('a')], s(null), { task_id: 'chord' })))[0]?.embed.chord?.options,
    ).toMatchObject({
      task_id: 'chord',
    });
  });

  it('applies the body of a chord without a header at once', () => {
    const planned = planOf(chord([], s('body')));
    expect(messagesOf(planned)[0]).toMatchObject({ id: 'body', args: [[]] });
    expect(planned.chordSizes).toEqual([]);
  });

  it('makes a chord of a group that a step follows', () => {
    const planned = planOf(chain([group([s('a'), s('b')], { task_id: 'g' }), s('total'), s('last')]), [7]);
    expect(planned.chordSizes).toEqual([{ groupId: 'g', size: 2 }]);
    const [message] = messagesOf(planned);
    expect(message).toMatchObject({ id: 'a', args: [7], group: 'g', embed: { chain: [] } });
    expect(message?.embed.chord?.options).toMatchObject({ task_id: 'total', chain: [s('last')] });
    expect(idsOfPlan(planOf(chain([group([s('a')]), s('b')])))).toEqual(['a']);
  });

  it('counts what a header returns: the last of a chain, all of a group, the body of a chord', () => {
    const header = [chain([s('a'), group([s('b'), s('c')])]), chord([s('d'), s('e')], s('f')), s('g')];
    expect(planOf(chord(header, s('body'))).chordSizes.at(-1)?.size).toBe(2);
    expect(planOf(chord(header, s('body'))).chordSizes[0]?.size).toBe(4);
  });

  it('keeps the structure of a header with groups in it', () => {
    const header = [chain([s('a'), group([s('b'), s('c')], { task_id: 'inner' })]), s('d')];
    const planned = planOf(chord(group(header, { task_id: 'g' }), s('body')));
    const task = (id: string) => [[id, null], null];
    expect(planned.structures).toEqual([
      [['g', null], [[['inner', null], [task('b'), task('c')]], task('d')]], // prettier-ignore
    ]);
    expect(planOf(chord([s('a'), chord([s('b')], s('c'))], s('body'))).structures).toEqual([]);
  });

  it('lets a chain and a chord inside of a chord return their parts to it', () => {
    const header = [chain([s('a'), s('b')]), chord([s('c')], s('d'))];
    const [first, inner] = messagesOf(planOf(chord(header, s('body'), { task_id: 'unused' })));
    expect(first?.embed.chain[0]?.options).toMatchObject({ task_id: 'b', group_index: 0, chord: s('body') });
    expect(first?.embed.chord).toBeNull();
    expect(inner?.embed.chord?.options).toMatchObject({ task_id: 'd', group_index: 1, chord: s('body') });
  });

  it('sends map, starmap and chunks as the tasks that they are', () => {
    const map = composite('xmap', { task: s('a'), it: [1, 2] }, { task_id: 'm' });
    expect(messagesOf(planOf({ ...map, task: 'celery.map' }))[0]).toMatchObject({
      id: 'm',
      task: 'celery.map',
    });
  });

  it('refuses what is no signature, and messages that are too large together', () => {
    expect(() => planOf(chord([s('a')], {}))).toThrow('no name of a task');
    expect(() => planOf(group([{ task: 7 }]))).toThrow('no name of a task');
    const large = s('body', {}, { args: ['a'.repeat(1_000_000)] });
    expect(() =>
      planOf(
        chord(
          Array.from({ length: 100 }, (_, i) => s(String(i))),
          large,
        ),
      ),
    ).toThrow('larger than');
  });

  it('goes on with a chain as Celery froze it', () => {
    const { embed } = readTaskMessage(celeryMessage('group in a chain'), { maxBytes: 100_000 });
    const next = embed.chain.at(-1);
    const planned = planOf(next && signatureJson(next), [2]);
    expect(idsOfPlan(planned)).toEqual(['middle 0', 'middle 1']);
    expect(planned.chordSizes[0]?.size).toBe(2);
    expect(messagesOf(planned)[0]?.embed.chord).toMatchObject({ subtaskType: 'chain' });
  });
});

describe('failedBy', () => {
  const failed = (...json: readonly Json[]) => failedBy(json.map(readSignature));

  it('finds all tasks that will not run, and the chords that wait for them', () => {
    const last = s('c', { chord: s('body'), group_id: 'g', group_index: 2 });
    const { steps, parts } = failed(last, chord([s('x')], chain([s('a'), s('b')])), s(null));
    expect(steps.map(({ id }) => id)).toEqual(['c', 'x', 'b', 'a']);
    expect(parts).toMatchObject([
      { groupId: 'g', taskId: 'c', index: 2, body: { options: { task_id: 'body' } } },
    ]);
  });

  it('lets the end of a chain and the body of a chord be parts of what they were given', () => {
    const given = { chord: s('outer'), group_id: 'g', group_index: 0 };
    expect(failed(chain([s('a'), s('b')], given)).parts).toMatchObject([{ taskId: 'b' }]);
    expect(failed(chord([s('a')], s('body'), given)).parts).toMatchObject([{ taskId: 'body' }]);
    expect(failed(group([s('a'), s('b')], given)).parts).toMatchObject([{ taskId: 'a' }, { taskId: 'b' }]);
  });

  it('follows the rest of a chain behind a chord', () => {
    expect(
      failed(chord([s('a')], s('body'), chainOption([s('z'), s('y')]))).steps.map(({ id }) => id),
    ).toEqual([...['a', 'body', 'z', 'y']]);
  });
});
