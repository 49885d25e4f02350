import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import request from 'supertest';
import { Keys } from '../../src/core/redis/keys.js';
import { EachItems } from '../../src/core/workflows/nested/each-items.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';
import { WorkflowTasks } from '../support/workflow-tasks.js';

const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });

/** Definitions with mistakes, and where they are reported. */
const INVALID: [what: string, definition: object, pointer: string, message: RegExp][] = [
  ['no steps', {}, '/steps', /must be an object/],
  ['an empty object of steps', { steps: {} }, '/steps', /at least one step/],
  ['a list of steps', { steps: [echo(1)] }, '/steps', /must be an object/],
  ['an unknown property', { steps: { a: echo(1) }, onEnd: echo(1) }, '/onEnd', /should not exist/],
  [
    'an unknown property of a step',
    { steps: { a: { ...echo(1), ifFailed: 'fail' } } },
    '/steps/a/ifFailed',
    /should not exist/,
  ],
  ['a step that is no object', { steps: { a: 1 } }, '/steps/a', /must be an object/],
  ['a step without a task', { steps: { a: {} } }, '/steps/a/task', /must be/],
  ['a bad name of a step', { steps: { 'a/b': echo(1) } }, '/steps/a~1b', /1 to 64 letters/],
  ['a bad name', { name: '-', steps: { a: echo(1) } }, '/name', /1 to 64 letters/],
  ['an unknown task', { steps: { a: { task: 'test.ecko' } } }, '/steps/a/task', /Did you mean test\.echo\?/],
  [
    'an unknown task of a hook',
    { steps: { a: echo(1) }, on_end: { task: 'no.task' } },
    '/on_end/task',
    /No task is named/,
  ],
  [
    'an internal task',
    { steps: { a: { task: 'operations.bulk-action' } } },
    '/steps/a/task',
    /No task is named/,
  ],
  [
    'an unknown step in after',
    { steps: { a: { ...echo(1), after: ['aa'] } } },
    '/steps/a/after/0',
    /No step is named "aa"/,
  ],
  [
    'a reference to no step',
    { steps: { a: echo({ $result: 'b' }) } },
    '/steps/a/payload/value/$result',
    /No step is named "b"/,
  ],
  [
    'a reference to itself',
    { steps: { a: echo({ $result: 'a' }) } },
    '/steps/a/payload/value/$result',
    /cannot wait for itself/,
  ],
  ['a cycle', { steps: { a: echo({ $result: 'b' }), b: { ...echo(1), after: ['a'] } } }, '/steps/a', /cycle/],
  [
    'a bad pointer',
    { steps: { a: echo(1), b: echo({ $result: 'a', path: 'data' }) } },
    '/steps/b/payload/value/path',
    /JSON pointer/,
  ],
  [
    'a key beside a reference',
    { steps: { a: echo(1), b: echo({ $result: 'a', or: 1 }) } },
    '/steps/b/payload/value/or',
    /cannot stand beside/,
  ],
  [
    '$item without each',
    { steps: { a: echo({ $item: '' }) } },
    '/steps/a/payload/value',
    /for the payload of a step with each/,
  ],
  [
    '$workflow in a step',
    { steps: { a: echo({ $workflow: '/status' }) } },
    '/steps/a/payload/value',
    /on_success/,
  ],
  [
    'an unknown field of $workflow',
    { steps: { a: echo(1) }, on_end: echo({ $workflow: '/state' }) },
    '/on_end/payload/value/$workflow',
    /has only/,
  ],
  ['each over a text', { steps: { a: { ...echo(1), each: 'abc' } } }, '/steps/a/each', /must be a list/],
  [
    'each over 10,001 items',
    { steps: { a: { ...echo(1), each: Array(10_001).fill(1) } } },
    '/steps/a/each',
    /10001 items; the maximum is 10000/,
  ],
  [
    'a payload that does not fit',
    { steps: { a: { task: 'test.sum', payload: { numbers: ['x'] } } } },
    '/steps/a/payload/numbers/0',
    /number/,
  ],
  [
    'a payload that cannot fit whatever a reference finds',
    { steps: { a: echo(1), b: { task: 'test.sum', payload: { numbers: [{ $result: 'a' }, 'x'] } } } },
    '/steps/b/payload/numbers/1',
    /number/,
  ],
  [
    'a payload that is a list',
    { steps: { a: { task: 'test.sum', payload: [1] } } },
    '/steps/a/payload',
    /object/,
  ],
  [
    'an unknown option',
    { steps: { a: { ...echo(1), options: { prio: 1 } } } },
    '/steps/a/options/prio',
    /should not exist/,
  ],
  [
    'an option of the workflow',
    { steps: { a: { ...echo(1), options: { retention_ms: 1 } } } },
    '/steps/a/options/retention_ms',
    /belongs to the workflow/,
  ],
  [
    'an unknown if_failed',
    { steps: { a: { ...echo(1), if_failed: 'retry' } } },
    '/steps/a/if_failed',
    /fail, continue, skip/,
  ],
  [
    'a webhook without secrets',
    { steps: { a: echo(1) }, webhook_url: 'https://example.com/' },
    '/webhook_url',
    /WEBHOOK_SECRETS/,
  ],
  [
    'a long payload with a reference',
    {
      steps: {
        a: echo(1),
        b: { task: 'test.echo', payload: { value: [{ $result: 'a' }, 'x'.repeat(1_100_000)] } },
      },
    },
    '/steps/b/payload',
    /the maximum is/,
  ],
];

describe('a workflow with mistakes', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] }, { MAX_PAYLOAD_BYTES: '100000' });
  });

  afterAll(async () => {
    await stand.stop();
  });

  const api = () => request(stand.app.getHttpServer());
  const post = (body: object) => api().post('/workflows').send(body);
  const ended = (id: string) =>
    eventually(async () => {
      const { body } = await api().get(`/workflows/${id}`).expect(200);
      expect(isFinal(body.status)).toBe(true);
      return body;
    });

  it.each(INVALID)('is refused for %s', async (_what, definition, pointer, message) => {
    const { body, type } = await post(definition).expect(422);
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({ code: 'validation', instance: '/workflows' });
    expect(body.errors).toContainEqual({ pointer, message: expect.stringMatching(message) });
    expect(await stand.sandbox.redis.keys(`${stand.sandbox.prefix}:workflow:*`)).toEqual([]);
  });

  it('reports all mistakes at once, up to 100', async () => {
    const { body } = await post({
      steps: { a: { task: 'no.task' }, b: echo({ $result: 'none' }) },
      on_end: echo({ $item: '' }),
    }).expect(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/steps/a/task',
      '/steps/b/payload/value/$result',
      '/on_end/payload/value',
    ]);
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`s${i}`, { task: 'no.task' }]));
    expect((await post({ steps: many }).expect(422)).body.errors).toHaveLength(100);
    const wrong = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`s${i}`, { task: 1 }]));
    expect((await post({ steps: wrong }).expect(422)).body.errors).toHaveLength(100);
  });

  it('takes 10,000 steps in up to 8 MiB, and no more', async () => {
    const steps = (count: number, value = 'x') =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `s${i}`,
          { task: 'test.wait', payload: { message: value } },
        ]),
      );
    const tooMany = await post({ steps: steps(10_001) }).expect(422);
    expect(tooMany.body.errors).toEqual([
      { pointer: '/steps', message: 'has 10001 steps; the maximum is 10000' },
    ]);
    const { body } = await post({
      steps: { ...steps(9_999, 'x'.repeat(700)), last: { task: 'no.task' } },
    }).expect(422);
    expect(body.errors).toEqual([{ pointer: '/steps/last/task', message: expect.any(String) }]);
    const tooLong = await post({ steps: steps(9_000, 'x'.repeat(1_000)) }).expect(413);
    expect(tooLong.body).toMatchObject({
      code: 'payload-too-large',
      detail: expect.stringContaining('8388608'),
    });
    await api()
      .post('/tasks/test.echo')
      .send({ payload: { value: 'x'.repeat(1_100_000) } })
      .expect(413);
  });

  it.each([
    [
      'whose each finds no list',
      { task: 'test.echo', payload: { value: 'text' } },
      /must be a list, but is a string/,
    ],
    [
      'whose each finds 10,001 items',
      { task: 'test.list', payload: { length: 10_001 } },
      /10001 items; the maximum is 10000/,
    ],
  ])('fails in a step %s', async (_what, source, message) => {
    const path = source.task === 'test.list' ? '/items' : '';
    const { body } = await post({
      steps: { source, fan: { ...echo({ $item: '' }), each: { $result: 'source', path } } },
    }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    const task = (await api().get(`/tasks/${body.steps.fan.task_id}`).expect(200)).body;
    expect(task).toMatchObject({ status: 'FAILURE', error: { message: expect.stringMatching(message) } });
  });

  it.each([
    ['does not fit', { numbers: [{ $item: '' }] }, 'x', 'items', /numbers must be a number/],
    ['is no object and the whole payload', { $item: '' }, 5, 'step', /Item 0 .* must be an object/],
  ])('fails at once if an item %s', async (_what, payload, item, place, message) => {
    const { body } = await post({ steps: { fan: { task: 'test.sum', payload, each: [item] } } }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    const { fan } = (await api().get(`/workflows/${body.workflow_id}?items=true`).expect(200)).body.steps;
    const id = place === 'items' ? fan.items.tasks[0].task_id : fan.task_id;
    const task = (await api().get(`/tasks/${id}`).expect(200)).body;
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 1 });
    expect(task.error.message).toMatch(message);
  });

  it('fails in a step whose items would have too large payloads together', async () => {
    const payload = { value: ['x'.repeat(99_000), { $item: '' }] };
    const { body } = await post({
      steps: { fan: { task: 'test.echo', payload, each: Array(700).fill(1) } },
    }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    const task = (await api().get(`/tasks/${body.steps.fan.task_id}`).expect(200)).body;
    expect(task).toMatchObject({
      ...{ status: 'FAILURE', attempt: 1 },
      error: {
        message: expect.stringContaining('The payloads of the 700 items of fan have more than 67108864'),
      },
    });
  });

  it('may have 100,000 steps and items', async () => {
    const { app, sandbox } = stand;
    await sandbox.redis.hset(app.get(Keys).workflow('many'), 'steps', '90001');
    const items = app.get(EachItems);
    const step = { workflowId: 'many', number: 0, name: 'fan', task: 'test.echo', payload: {} };
    await expect(
      items.store({ ...step, options: {}, origin: {}, trace: undefined }, Array(10_000).fill(1)),
    ).rejects.toThrow(
      'With the 10000 items of fan, the workflow would have more than 100000 steps and items.',
    );
    expect(await sandbox.redis.hget(app.get(Keys).workflow('many'), 'steps')).toBe('90001');
    await sandbox.redis.del(app.get(Keys).workflow('many'));
  });

  it('takes nothing in an item for a reference', async () => {
    const data = [{ $result: 'other' }, { $literal: 1 }, { $item: '' }];
    const { body } = await post({
      steps: {
        other: echo('the result of another step'),
        list: echo({ $literal: data }),
        fan: { ...echo({ $item: '' }), each: { $result: 'list' } },
      },
    }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('SUCCESS');
    const task = (await api().get(`/tasks/${body.steps.fan.task_id}`).expect(200)).body;
    expect(task.result).toEqual(data);
  });

  it('fails in a step that refers to a missing value', async () => {
    const { body } = await post({
      steps: { a: echo({ data: 1 }), b: echo({ $result: 'a', path: '/date' }) },
    }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    const task = (await api().get(`/tasks/${body.steps.b.task_id}`).expect(200)).body;
    expect(task.error.message).toContain('There is no value at "/date" in the result of the step "a"');
  });

  it('fails in a step whose payload is over the limit once its references are resolved', async () => {
    const { body } = await post({
      steps: {
        a: { task: 'test.list', payload: { length: 8_000 } },
        b: echo([{ $result: 'a' }, { $result: 'a' }]),
      },
    }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    const task = (await api().get(`/tasks/${body.steps.b.task_id}`).expect(200)).body;
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 1 });
    expect(task.error.message).toMatch(/payload.*bytes.*MAX_PAYLOAD_BYTES/);
  });
});
