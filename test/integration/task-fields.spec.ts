import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { EventClient } from '../support/event-client.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const SUBMIT = { payload: { x: 10, y: 2 }, options: { note: 'for Ada' } };

/** The API has a field added by test/programs/new-field-api.mjs; the worker is the normal one. */
describe('a field that is added to the table of task fields, and to its DTOs', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;
  let task: any;

  beforeAll(async () => {
    sandbox = await createSandbox();
    api = await startProcess('test-new-field-api', sandbox.variables);
    worker = await startProcess('worker', sandbox.variables);
    task = (await request(api.url).post('/tasks/math.divide').send(SUBMIT).expect(201)).body;
  });

  afterAll(async () => {
    await worker.stop();
    await api.stop();
    await sandbox.clean();
  });

  const get = async (path: string) => (await request(api.url).get(path).expect(200)).body;

  it('is in the answer to a submit', () => {
    expect(task).toMatchObject({ note: 'for Ada' });
  });

  it('is checked as its DTO says', async () => {
    await request(api.url)
      .post('/tasks/math.divide')
      .send({ ...SUBMIT, options: { note: 5 } })
      .expect(422);
  });

  it('is null where it was not given', async () => {
    const { body } = await request(api.url)
      .post('/tasks/math.divide')
      .send({ ...SUBMIT, options: {} })
      .expect(201);
    expect(body).toMatchObject({ note: null });
    expect(await get(`/tasks/${body.task_id}`)).toMatchObject({ note: null });
  });

  it('is shown by reads and lists', async () => {
    expect(await get(`/tasks/${task.task_id}`)).toMatchObject({ note: 'for Ada' });
    const { items } = await get('/tasks');
    expect(items).toContainEqual(expect.objectContaining({ task_id: task.task_id, note: 'for Ada' }));
  });

  it('is in the events of the task', async () => {
    const client = await EventClient.open(`${api.url}/tasks/${task.task_id}/events`);
    const events = await client.all();
    for (const type of ['snapshot', 'result']) {
      expect(events.find(({ event }) => event === type)?.data).toMatchObject({ note: 'for Ada' });
    }
  });

  it('is kept on replay', async () => {
    const { body } = await request(api.url).post(`/tasks/${task.task_id}/replay`).expect(201);
    expect(body).toMatchObject({ note: 'for Ada', replay_of: task.task_id });
  });

  it('is described in /openapi.json', async () => {
    const { schemas } = (await get('/openapi.json')).components;
    expect(schemas.TaskDto.properties).toHaveProperty('note');
    expect(schemas.SubmitOptionsDto.properties).toHaveProperty('note');
  });
});
