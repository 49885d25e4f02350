import request from 'supertest';
import { eventually } from './eventually.js';
import { startApi, startWorker } from './in-process.js';
import { LocalOrigins } from './local-origin.js';
import { type Variables, createSandbox } from './sandbox.js';

const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'];

/** An API and a worker that may fetch from this machine, and the origins that a test starts. */
export async function startFetchStand(variables: Variables = {}) {
  const sandbox = await createSandbox({
    FETCH_ALLOW_PRIVATE: 'true',
    FETCH_HOST_RATE: '10000',
    FETCH_HOST_CONCURRENCY: '100',
    ...variables,
  });
  const app = await startApi(sandbox.variables);
  const worker = await startWorker(sandbox.variables);
  const server: Parameters<typeof request>[0] = app.getHttpServer();
  const origins = new LocalOrigins();

  const submit = async (payload: object, options: object = {}): Promise<string> => {
    const { body } = await request(server).post('/tasks/fetch.store').send({ payload, options }).expect(201);
    return body.task_id;
  };
  const final = (id: string) =>
    eventually(async () => {
      const { body } = await request(server).get(`/tasks/${id}`).expect(200);
      if (!FINAL.includes(body.status)) throw new Error(`Task ${id} is ${body.status}`);
      return body;
    });

  return {
    sandbox,
    app,
    worker,
    server,
    submit,
    final,
    /** Submits a task and waits for its end. @returns the task as in GET /tasks/{task_id} */
    run: async (payload: object, options: object = {}) => final(await submit(payload, options)),
    serve: origins.serve,
    speak: origins.speak,
    closeOrigins: () => origins.close(),
    stop: async () => {
      await worker.close();
      await app.close();
      await origins.close();
      await sandbox.clean();
    },
  };
}

/** The result of `startFetchStand`. */
export type FetchStand = Awaited<ReturnType<typeof startFetchStand>>;
