import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Processor } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Task, TaskQueue, type TaskHandler, defineQueue } from '../../src/core/index.js';
import { ExecutionModule, TaskProcessor } from '../../src/worker/index.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class Report {
  @ApiProperty({ example: 'sales' })
  @IsString()
  of!: string;
}

@Task({ name: 'reports.write', queue: 'reports', payload: Report, attempts: 1 })
class WriteReportTask implements TaskHandler<Report, string> {
  run({ of }: Report): Promise<string> {
    if (of === 'nothing') throw new Error('there is nothing to report');
    return Promise.resolve(`report of ${of}`);
  }
}

@Processor('reports')
class ReportsProcessor extends TaskProcessor {}

@Module({
  imports: [ExecutionModule, defineQueue('reports', { concurrency: 2 })],
  providers: [ReportsProcessor, WriteReportTask],
})
class ReportsModule {}

describe('a queue that a module defines', () => {
  let sandbox: Sandbox;
  let app: Awaited<ReturnType<typeof startApi>>;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  const modules = [ReportsModule];
  const http = () => request(app.getHttpServer());

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_QUEUES: 'reports,operations', MAX_QUEUE_LENGTH: 'reports=5' });
    app = await startApi(sandbox.variables, { modules });
    worker = await startWorker(sandbox.variables, { modules });
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  const finished = async (id: string, status: string) =>
    eventually(async () => {
      const { body } = await http().get(`/tasks/${id}`).expect(200);
      expect(body.status).toBe(status);
    });

  it('accepts, runs and lists its tasks', async () => {
    const { body } = await http()
      .post('/tasks/reports.write')
      .send({ payload: { of: 'sales' } })
      .expect(201);
    await finished(body.task_id, 'SUCCESS');
    const { body: page } = await http().get('/tasks?queue=reports').expect(200);
    expect(page.items).toMatchObject([{ task_id: body.task_id, result: 'report of sales' }]);
  });

  it('has its own dead letters, which a bulk action deletes', async () => {
    const { id } = await app.get(TaskQueue).submit(WriteReportTask, { of: 'nothing' });
    await finished(id, 'FAILURE');
    const { body } = await http().get('/dead-letters?queue=reports').expect(200);
    expect(body.items).toMatchObject([{ task_id: id }]);
    const order = { action: 'delete', filter: { queue: 'reports', status: 'FAILURE' } };
    const { body: bulk } = await http().post('/bulk-actions').send(order).expect(202);
    await eventually(async () => {
      const { body: done } = await http().get(`/bulk-actions/${bulk.bulk_action_id}`).expect(200);
      expect(done).toMatchObject({ status: 'SUCCESS', done: 1 });
    });
  });

  it('is shown and controlled as every queue', async () => {
    const { body: all } = await http().get('/queues').expect(200);
    expect(all.items.map(({ name }: { name: string }) => name)).toContain('reports');
    await http().put('/queues/reports/pause').expect(200);
    await http().put('/queues/reports/resume').expect(200);
    const { body: health } = await http().get('/health').expect(200);
    expect(health.details).toMatchObject({ 'queue:reports': { status: 'up', workers: 1 } });
    const { text: metrics } = await http().get('/metrics').expect(200);
    expect(metrics).toContain('queue="reports"');
  });

  it('takes the concurrency of its definition, until a command changes it', async () => {
    const consumed = async () => {
      const { body } = await http().get('/workers').expect(200);
      return body.items[0].queues.find(({ name }: { name: string }) => name === 'reports');
    };
    expect(await consumed()).toMatchObject({ concurrency: 2 });
    const command = { command: 'set-concurrency', queue: 'reports', concurrency: 3 };
    const { body } = await http().post('/workers/_all/commands').send(command).expect(200);
    expect(body.replies).toMatchObject([{ ok: true }]);
  });

  it('is in the enums of /openapi.json, after the queues of the service', async () => {
    const { body, text } = await http().get('/openapi.json').expect(200);
    const names = ['tasks', 'notifications', 'webhooks', 'fetch', 'operations', 'reports'];
    const { schemas } = body.components;
    expect(schemas.TaskDto.properties.queue.enum).toEqual(names);
    expect(schemas.QueueDto.properties.name.enum).toEqual(names);
    expect(schemas.WorkerCommandDto.properties.queue.enum).toEqual(names);
    expect(schemas.BulkFilterDto.properties.queue.enum).toEqual(
      names.filter((name) => name !== 'operations'),
    );
    const parameters: any[] = Object.values(body.components.parameters);
    expect(parameters.find(({ name }) => name === 'queue').schema.enum).toEqual(names);
    expect(text).not.toContain('queue-name');
  });

  it('has its own limit', async () => {
    await http().put('/queues/reports/pause').expect(200);
    const submit = () =>
      http()
        .post('/tasks/reports.write')
        .send({ payload: { of: 'sales' } });
    for (let i = 0; i < 5; i++) await submit().expect(201);
    await submit().expect(429);
  });
});

describe('a queue that no module defines', () => {
  let sandbox: Sandbox;
  let app: Awaited<ReturnType<typeof startApi>>;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const known = 'tasks, notifications, webhooks, fetch, operations';
  const message = `queue must be one of the following values: ${known}, got "reports"`;

  it.each(['/tasks?queue=reports', '/dead-letters?queue=reports'])('is refused by GET %s', async (path) => {
    const { body } = await request(app.getHttpServer()).get(path).expect(422);
    expect(body.errors).toEqual([{ parameter: 'queue', message }]);
  });

  it.each([
    ['/workers/_all/commands', { command: 'pause', queue: 'reports' }, '/queue', message],
    [
      '/bulk-actions',
      { action: 'delete', filter: { queue: 'reports' } },
      '/filter/queue',
      message.replace(', operations', ''),
    ],
    [
      '/bulk-actions',
      { action: 'delete', filter: { queue: 'operations' } },
      '/filter/queue',
      message.replace(', operations', '').replace('"reports"', '"operations"'),
    ],
  ])('is refused by POST %s with %j', async (path, body, pointer, expected) => {
    const { body: problem } = await request(app.getHttpServer()).post(path).send(body).expect(422);
    expect(problem.errors).toEqual([{ pointer, message: expected }]);
  });

  it.each([
    [{ WORKER_QUEUES: 'tasks,reports' }, 'queues (WORKER_QUEUES)'],
    [{ WORKER_CONCURRENCY: 'reports=2' }, 'concurrency (WORKER_CONCURRENCY)'],
    [{ MAX_QUEUE_LENGTH: 'reports=2' }, 'maxQueueLength (MAX_QUEUE_LENGTH)'],
  ])('is refused at start in %j', async (variables, option) => {
    await expect(startApi({ ...sandbox.variables, ...variables })).rejects.toMatchObject({
      name: 'WiringError',
      message: `${option} names reports, but the queues are ${known}. Define a queue by defineQueue in the module that serves it.`,
    });
  });
});
