import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CanvasFakes, Killed } from '../../../../test/support/canvas-fakes.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import { type CeleryBroker, UnroutableError } from '../broker/celery-broker.js';
import type { CeleryResults } from '../broker/celery-results.js';
import type { CanvasEnd } from './canvas-steps.js';
import { revokedError } from '../protocol/python-error.js';
import { readEmbed, readSignature, signatureJson } from '../protocol/read-signature.js';
import type { PythonError } from '../protocol/result-meta.js';
import { newTaskMessage } from '../protocol/write-task-message.js';
import { Canvas } from './canvas.js';
import { CanvasRoutes } from './canvas-routes.js';
import { CanvasSender } from './canvas-sender.js';

const s = (id: string, options = {}) => ({
  task: 'lab.add',
  args: [],
  kwargs: {},
  options: { task_id: id, ...options },
});
const DIVISION = { type: 'ZeroDivisionError', module: 'builtins', args: ['division by zero'] };
const FAILURE: CanvasEnd = { state: 'FAILURE', error: DIVISION, traceback: 'text' };
const success = (value: unknown): CanvasEnd => ({ state: 'SUCCESS', value });

function callOf(id: string, embed: object, more = {}) {
  return { ...newTaskMessage('lab.add', id, { embed: readEmbed(embed), ...more }), queue: 'celery' };
}

function canvasOn(fakes: CanvasFakes, queues: readonly string[] = ['celery', 'py']): Canvas {
  const routes = Object.assign(Object.create(CanvasRoutes.prototype) as CanvasRoutes, {
    allows: (queue: string) => queues.includes(queue),
    queueOf: (_task: string, from: string) => from,
  });
  const sender = new CanvasSender(fakes.broker as unknown as CeleryBroker, routes, new BridgeCounters());
  return new Canvas(fakes.results as unknown as CeleryResults, sender, routes);
}

type Call = ReturnType<typeof callOf>;

/** Tells an end as the egress does: what comes before the result, the result, what comes after it. */
async function tell(fakes: CanvasFakes, call: Call, end: CanvasEnd): Promise<void> {
  const canvas = canvasOn(fakes);
  const children = end.state === 'SUCCESS' ? await canvas.succeeded(call, end.value) : [];
  const result = end.state === 'SUCCESS' ? end.value : end.error;
  const { id, group: groupId } = call;
  const facts = { traceback: null, parentId: null, doneAt: null };
  await fakes.results.store({ id, groupId, state: end.state, result, children, ...facts });
  await canvas.ended(call, end);
}

const errorsOf = (fakes: CanvasFakes) =>
  Object.fromEntries(
    [...fakes.stored].map(([id, { state, result }]) => [id, [state, (result as PythonError).type]]),
  );

describe('Canvas', () => {
  beforeAll(() => void jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined));
  afterAll(() => void jest.restoreAllMocks());

  it('sends callbacks and the next step with the value, and returns them as children', async () => {
    const fakes = new CanvasFakes();
    const call = callOf('a', { callbacks: [s('linked')], chain: [s('last'), s('next')] });
    await expect(canvasOn(fakes).succeeded(call, 5)).resolves.toEqual([
      ...[[['linked', null], null], [['next', null], null]], // prettier-ignore
    ]);
    expect(fakes.calls).toEqual([
      ['linked', [5]],
      ['next', [5]],
    ]);
  });

  it('applies the body when the last part has returned, with values in the order of the header', async () => {
    const fakes = new CanvasFakes();
    await fakes.chords.setSize('g', 2);
    const part = (id: string, groupIndex: number) =>
      callOf(id, { chord: s('body') }, { group: 'g', groupIndex });
    await tell(fakes, part('b', 1), success(2));
    expect(fakes.calls).toEqual([]);
    await tell(fakes, part('a', 0), success(1));
    expect(fakes.calls).toEqual([['body', [[1, 2]]]]);
  });

  it('gives the body lists in the place of groups in the header', async () => {
    const fakes = new CanvasFakes();
    const task = (id: string) => [[id, null], null] as const;
    await fakes.chords.saveGroup([
      ['g', null],
      [
        [
          ['inner', null],
          [task('b'), task('c')],
        ],
        task('d'),
      ],
    ]);
    await fakes.chords.setSize('g', 3);
    for (const [i, id] of ['d', 'b', 'c'].entries())
      await tell(fakes, callOf(id, { chord: s('body') }, { group: 'g', groupIndex: i }), success(id));
    expect(fakes.calls).toEqual([['body', [[['b', 'c'], 'd']]]]);
  });

  it('takes the size of a chord from its body, as Celery 4 wrote it', async () => {
    const fakes = new CanvasFakes();
    const chord = { ...s('body'), chord_size: 1 };
    await tell(fakes, callOf('a', { chord }, { group: 'g' }), success(1));
    expect(fakes.calls).toEqual([['body', [[1]]]]);
  });

  it.each([
    ['FAILURE', FAILURE, "Dependency a raised ZeroDivisionError('division by zero')"],
    [
      'REVOKED',
      { state: 'REVOKED', error: revokedError('revoked'), traceback: null } as const,
      "Dependency a raised TaskRevokedError('revoked')",
    ],
  ])(
    'fails the body of a chord after %s, with the steps behind it, and calls its errbacks',
    async (_state, end, text) => {
      const fakes = new CanvasFakes();
      await fakes.chords.setSize('g', 1);
      const chord = s('body', { chain: [s('last')], link_error: [s('errback')] });
      await tell(fakes, callOf('a', { chord }, { group: 'g', groupIndex: 0 }), end);
      expect(fakes.stored.get('body')).toMatchObject({
        state: 'FAILURE',
        result: { type: 'ChordError', args: [text] },
      });
      expect(fakes.stored.get('last')).toMatchObject({ state: 'FAILURE', result: { type: 'ChordError' } });
      expect(fakes.calls).toEqual([['errback', ['body']]]);
    },
  );

  it('fails the later steps of a chain, and the chord that waits for its last', async () => {
    const fakes = new CanvasFakes();
    await fakes.chords.setSize('g', 1);
    const last = s('last', { chord: s('body'), group_id: 'g', group_index: 0 });
    await tell(fakes, callOf('a', { chain: [last, s('next')], errbacks: [s('errback')] }), FAILURE);
    expect(errorsOf(fakes)).toEqual({
      ...{ a: ['FAILURE', 'ZeroDivisionError'], next: ['FAILURE', 'ZeroDivisionError'] },
      ...{ last: ['FAILURE', 'ZeroDivisionError'], body: ['FAILURE', 'ChordError'] },
    });
    expect(fakes.calls).toEqual([['errback', ['a']]]);
  });

  it('revokes the later steps of a revoked task, and calls no errback', async () => {
    const fakes = new CanvasFakes();
    const end: CanvasEnd = { state: 'REVOKED', error: revokedError('revoked'), traceback: null };
    await tell(fakes, callOf('a', { chain: [s('next')], errbacks: [s('errback')] }), end);
    expect(errorsOf(fakes)['next']).toEqual(['REVOKED', 'TaskRevokedError']);
    expect(fakes.calls).toEqual([]);
  });

  it('fails a step whose queue is not allowed, with the steps after it', async () => {
    const fakes = new CanvasFakes();
    const next = s('next', { queue: 'unacked', link_error: [s('errback')] });
    await canvasOn(fakes).succeeded(callOf('a', { chain: [s('last'), next] }), 5);
    expect(errorsOf(fakes)).toEqual({
      next: ['FAILURE', 'PermissionError'],
      last: ['FAILURE', 'PermissionError'],
    });
    expect(fakes.calls).toEqual([['errback', ['next']]]);
  });

  it('fails a step whose queue does not exist', async () => {
    const fakes = new CanvasFakes();
    fakes.broker.send = () => Promise.reject(new UnroutableError('py'));
    await canvasOn(fakes).succeeded(callOf('a', { chain: [s('next')] }), 5);
    expect(errorsOf(fakes)).toEqual({ next: ['FAILURE', 'OperationalError'] });
  });

  it('fails a step that cannot be read', async () => {
    const fakes = new CanvasFakes();
    const group = {
      ...s('g'),
      task: 'celery.group',
      subtask_type: 'group',
      kwargs: { tasks: [s('a'), { task: 7 }] },
    };
    await expect(canvasOn(fakes).succeeded(callOf('a', { callbacks: [group] }), 5)).resolves.toEqual([]);
    expect(fakes.calls).toEqual([]);
  });

  it('has no chords with results by rpc://', async () => {
    const fakes = new CanvasFakes();
    fakes.results.chords = undefined;
    await tell(fakes, callOf('a', { chord: s('body') }, { group: 'g' }), success(1));
    expect(fakes.calls).toEqual([]);
  });
});

describe('Canvas of a process that dies', () => {
  /** A chain whose middle is a chord with a failing end, told by tasks that end in turn. */
  const ends: readonly (readonly [Call, CanvasEnd])[] = [
    [callOf('first', { chain: [signatureJson(chordOf('g', ['a', 'b'], s('body')))] }), success(1)],
    [callOf('a', { chord: s('body') }, { group: 'g', groupIndex: 0 }), success(2)],
    [callOf('b', { chord: s('body') }, { group: 'g', groupIndex: 1 }), success(3)],
    [callOf('other', { chain: [s('later')], errbacks: [s('errback')] }), FAILURE],
  ];

  async function tellAll(fakes: CanvasFakes): Promise<void> {
    for (const [call, end] of ends)
      await tell(fakes, call, end).catch(async (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        await tell(fakes, call, end);
      });
  }

  it.each([true, false])(
    'sends and stores the same, whatever step it dies at (before it: %p)',
    async (before) => {
      const undisturbed = new CanvasFakes();
      await tellAll(undisturbed);
      expect(undisturbed.calls.map(([id]) => id)).toEqual(['a', 'b', 'body', 'errback']);
      for (let at = 1; at <= undisturbed.steps; at++) {
        const fakes = new CanvasFakes();
        fakes.dies = { at, before };
        await tellAll(fakes);
        expect(sortedCalls(fakes)).toEqual(sortedCalls(undisturbed));
        expect(errorsOf(fakes)).toEqual(errorsOf(undisturbed));
      }
    },
  );
});

const sortedCalls = (fakes: CanvasFakes) => fakes.calls.map((call) => JSON.stringify(call)).toSorted();

function chordOf(id: string, header: readonly string[], body: object) {
  const tasks = header.map((name) => s(name));
  const group = { task: 'celery.group', kwargs: { tasks }, options: { task_id: id }, subtask_type: 'group' };
  return readSignature({ task: 'celery.chord', kwargs: { header: group, body }, subtask_type: 'chord' });
}
