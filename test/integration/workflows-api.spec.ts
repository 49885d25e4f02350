import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { isFinal } from '../../src/core/task/task-status.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';
import { EchoTask, FailTask, WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const OTHER = `cel_${'2'.repeat(43)}`;
const sum = (...numbers: unknown[]) => ({ task: 'test.sum', payload: { numbers } });
const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });
const resultOf = (step: string, path?: string) => ({ $result: step, ...(path !== undefined && { path }) });

describe('workflows over HTTP', () => {
  let stand: Stand;

  beforeAll(async () => {
    const keys = `${API_KEYS} ${entryOf('other', 'submitter', OTHER)}`;
    stand = await startStand({ modules: [WorkflowTasks] }, { API_KEYS: keys });
  });

  afterAll(async () => {
    WaitTask.release();
    await stand.stop();
  });

  beforeEach(() => {
    FailTask.isBroken = true;
    EchoTask.seen.length = 0;
  });

  const api = () => request(stand.app.getHttpServer());
  const get = (path: string) => api().get(path).set(bearer(KEYS.viewer));
  const post = (body: object, key = KEYS.submitter) => api().post('/workflows').set(bearer(key)).send(body);
  const act = (id: string, action: string, key = KEYS.operator, body?: object) =>
    api().post(`/workflows/${id}/${action}`).set(bearer(key)).send(body);
  const remove = (id: string) => api().delete(`/workflows/${id}`).set(bearer(KEYS.operator));
  const read = async (id: string, query = '') => (await get(`/workflows/${id}${query}`).expect(200)).body;
  const start = async (body: object) => (await post(body).expect(201)).body.workflow_id as string;
  const ended = (id: string) =>
    eventually(async () => {
      const workflow = await read(id);
      expect(isFinal(workflow.status)).toBe(true);
      return workflow;
    });
  /** A running step may have stopped before the answer. */
  const cancel = async (id: string, key = KEYS.operator, reason?: string) => {
    const { status, body } = await act(id, 'cancel', key, { reason });
    expect(status).toBe(isFinal(body.status) ? 200 : 202);
    expect(body.workflow_id).toBe(id);
  };
  const running = (id: string, step: string) =>
    eventually(async () => expect((await read(id)).steps[step].status).toBe('STARTED'));

  it('starts one, and answers with the tasks of its steps and hooks', async () => {
    const { body, headers } = await post({
      name: 'sums',
      tags: ['demo'],
      steps: {
        b: sum(resultOf('a'), 10),
        a: { ...sum(1, 2), options: { priority: 'high', tags: ['first'] } },
      },
      on_end: echo({ $workflow: '/results/b' }),
    }).expect(201);
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(body).toEqual({
      workflow_id: id,
      status: 'PENDING',
      steps: { a: { task_id: id, status: 'PENDING' }, b: { task_id: id, status: 'PENDING' } },
      hooks: { on_end: { task_id: id, status: 'PENDING' } },
    });
    expect(headers['location']).toBe(`/workflows/${body.workflow_id}`);
    await eventually(() => expect(EchoTask.seen).toEqual([13]));
    const task = (await get(`/tasks/${body.steps.a.task_id}`).expect(200)).body;
    expect(task).toMatchObject({
      priority: 'high',
      tags: ['first'],
      workflow_id: body.workflow_id,
      step: 'a',
    });
  });

  it('shows its steps, edges, times and critical path', async () => {
    const id = await start({
      name: 'diamond',
      steps: {
        list: { task: 'test.list', payload: { length: 3 } },
        double: { ...sum({ $item: '/n' }, { $item: '/n' }), each: resultOf('list', '/items') },
        total: { task: 'test.sum', payload: { numbers: resultOf('double') }, if_failed: 'continue' },
        late: { ...echo('x'), after: ['total'] },
      },
      on_success: echo('success'),
      on_failure: echo('failure'),
    });
    const workflow = await ended(id);
    expect(workflow).toMatchObject({
      workflow_id: id,
      name: 'diamond',
      status: 'SUCCESS',
      step_count: 7,
      open_step_count: 0,
      submitted_by: 'submitter',
      steps: {
        list: { task: 'test.list', queue: 'tasks', status: 'SUCCESS', after: [], items: null },
        double: { after: ['list'], items: { total: 3, ended: 3 } },
        total: { after: ['double'], if_failed: 'continue', skipped: false },
        late: { after: ['total'], started_at: expect.any(String), finished_at: expect.any(String) },
      },
      hooks: { on_failure: { status: 'REVOKED', task: 'test.echo' } },
      critical_path: ['list', 'double', 'total', 'late'],
      critical_path_ms: expect.any(Number),
    });
    expect(Object.keys(workflow.steps)).toEqual(['list', 'double', 'total', 'late']);
    const { started_at: from, finished_at: to } = workflow.steps.double;
    expect(Date.parse(to)).toBeGreaterThanOrEqual(Date.parse(from));
    const { tasks } = (await read(id, '?items=true')).steps.double.items;
    expect(tasks).toHaveLength(3);
    expect(tasks[0]).toEqual({
      task_id: expect.any(String),
      status: 'SUCCESS',
      started_at: expect.any(String),
      finished_at: expect.any(String),
    });
    expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(tasks[0].started_at));
    await get(`/workflows/${id}?items=yes`).expect(422);
  });

  it('draws it as a Mermaid flowchart', async () => {
    const id = await start({
      steps: { 'a.b': { task: 'test.fail' }, 'c-d': echo(resultOf('a.b')) },
      on_end: echo('end'),
    });
    await ended(id);
    const { text, type } = await get(`/workflows/${id}.mmd`).expect(200);
    expect(type).toBe('text/plain');
    expect(text.split('\n').slice(0, 4)).toEqual([
      'flowchart TD',
      '  s0["a.b<br>test.fail"]:::FAILURE',
      '  s1["c-d<br>test.echo"]:::REVOKED',
      expect.stringMatching(/^ {2}h0\(\["on_end<br>test\.echo"\]\):::/),
    ]);
    expect(text).toContain('\n  s0 --> s1\n');
    expect(text).toMatch(/\n {2}classDef FAILURE fill:/);
    await get(`/workflows/${UNKNOWN_ID}.mmd`).expect(404);
  });

  it('lists them, newest first, by status, name and tag', async () => {
    const tag = 'of-the-list';
    const ids: string[] = [];
    for (let i = 0; i < 3; i++)
      ids.push(await start({ name: `list-${i}`, tags: [tag], steps: { a: echo(i) } }));
    const failed = await start({ name: 'list-0', tags: [tag], steps: { a: { task: 'test.fail' } } });
    for (const id of [...ids, failed]) await ended(id);
    const list = async (query: string) => {
      const { items, next_cursor: next } = (await get(`/workflows?${query}`).expect(200)).body;
      return { ids: items.map((item: { workflow_id: string }) => item.workflow_id), next };
    };
    const [first, second, third] = ids;
    expect((await list(`tag=${tag}`)).ids).toEqual([failed, third, second, first]);
    expect((await list(`tag=${tag}&status=FAILURE`)).ids).toEqual([failed]);
    expect((await list(`tag=${tag}&name=list-0`)).ids).toEqual([failed, first]);
    const page = await list(`tag=${tag}&limit=2`);
    expect(page).toEqual({ ids: [failed, third], next: third });
    expect((await list(`tag=${tag}&limit=2&cursor=${page.next}`)).ids).toEqual([second, first]);
    expect(await list(`tag=${tag}&cursor=${first}`)).toEqual({ ids: [], next: null });
    await get('/workflows?cursor=x').expect(400);
    await get('/workflows?status=RETRY').expect(422);
  });

  it('names the steps for which a step waits', async () => {
    const steps = {
      quick: echo(1),
      runs: { task: 'test.wait' },
      next: { ...echo(1), after: ['quick', 'runs'] },
      last: { ...echo(resultOf('next')), after: ['runs'] },
    };
    const { body } = await post({ steps, on_end: echo(1) }).expect(201);
    const waitingFor = async (id: string) => (await get(`/tasks/${id}`).expect(200)).body.waiting_for;
    const { quick, runs, next, last } = body.steps;
    await eventually(async () => expect(await waitingFor(next.task_id)).toEqual(['runs']));
    expect(await waitingFor(last.task_id)).toEqual(['runs', 'next']);
    await running(body.workflow_id, 'runs');
    for (const step of [quick, runs, body.hooks.on_end])
      expect(await waitingFor(step.task_id)).toBeUndefined();
    await WaitTask.releaseRunning();
    await ended(body.workflow_id);
    expect(await waitingFor(last.task_id)).toBeUndefined();
  });

  it('cancels all of one', async () => {
    const id = await start({ steps: { runs: { task: 'test.wait' }, waits: echo(resultOf('runs')) } });
    await running(id, 'runs');
    await cancel(id, KEYS.submitter, 'not wanted');
    expect(await ended(id)).toMatchObject({ status: 'REVOKED', revoke_reason: 'not wanted' });
    const again = await act(id, 'cancel').expect(409);
    expect(again.body).toMatchObject({ code: 'state-conflict', detail: expect.stringContaining('REVOKED') });
  });

  it('lets a submitter cancel only its own, and a viewer none', async () => {
    const id = await start({ steps: { runs: { task: 'test.wait' } } });
    await act(id, 'cancel', OTHER).expect(403);
    await act(id, 'cancel', KEYS.viewer).expect(403);
    await act(id, 'retry', KEYS.submitter).expect(403);
    await api().delete(`/workflows/${id}`).set(bearer(KEYS.submitter)).expect(403);
    await post({ steps: { a: echo(1) } }, KEYS.viewer).expect(403);
    await cancel(id, KEYS.submitter);
    await ended(id);
  });

  it('reruns only what failed', async () => {
    const id = await start({ steps: { good: echo('once'), bad: { task: 'test.fail', after: ['good'] } } });
    expect((await ended(id)).status).toBe('FAILURE');
    FailTask.isBroken = false;
    expect((await act(id, 'retry').expect(202)).body).toMatchObject({ workflow_id: id });
    expect((await ended(id)).status).toBe('SUCCESS');
    expect(EchoTask.seen).toEqual(['once']);
    expect((await act(id, 'retry').expect(409)).body.code).toBe('state-conflict');
  });

  it('goes on when the one step that failed is retried', async () => {
    const steps = { bad: { task: 'test.fail' }, next: echo(resultOf('bad')) };
    const { body } = await post({ steps }).expect(201);
    expect((await ended(body.workflow_id)).status).toBe('FAILURE');
    FailTask.isBroken = false;
    await api().post(`/tasks/${body.steps.bad.task_id}/retry`).set(bearer(KEYS.operator)).expect(202);
    await eventually(() => expect(EchoTask.seen).toEqual(['mended']));
    expect((await ended(body.workflow_id)).status).toBe('SUCCESS');
  });

  it('deletes a final one with its tasks', async () => {
    const { body } = await post({ steps: { runs: { task: 'test.wait' } } }).expect(201);
    const id = body.workflow_id;
    await running(id, 'runs');
    await remove(id).expect(409);
    await cancel(id);
    await ended(id);
    await remove(id).expect(204);
    expect((await get(`/workflows/${id}`).expect(404)).body).toMatchObject({ code: 'workflow-not-found' });
    await get(`/tasks/${body.steps.runs.task_id}`).expect(404);
    await remove(id).expect(404);
  });

  it.each(['x', UNKNOWN_ID])('knows no workflow %s', async (id) => {
    for (const answer of [get(`/workflows/${id}`), act(id, 'cancel'), act(id, 'retry'), remove(id)])
      expect((await answer.expect(404)).body.code).toBe('workflow-not-found');
  });

  it('starts one once, however often its Idempotency-Key comes', async () => {
    const body = { name: 'once', steps: { a: echo('only once') } };
    const send = (sent: object) => post(sent).set('Idempotency-Key', 'workflow-1');
    const first = await send(body).expect(201);
    const second = await send(body).expect(201);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(second.body).toEqual(first.body);
    await send({ ...body, name: 'twice' }).expect(422);
    await ended(first.body.workflow_id);
    expect(EchoTask.seen).toEqual(['only once']);
  });

  it('records what operators do in the audit log', async () => {
    const id = await start({ steps: { a: { task: 'test.fail' } } });
    await ended(id);
    FailTask.isBroken = false;
    await act(id, 'retry').expect(202);
    await ended(id);
    await remove(id).expect(204);
    const { items } = (await api().get('/audit?limit=2').set(bearer(KEYS.admin)).expect(200)).body;
    expect(items).toMatchObject([
      { action: 'workflow.delete', target: id, who: 'operator', status: 204 },
      { action: 'workflow.retry', target: id, who: 'operator', status: 202 },
    ]);
  });
});
