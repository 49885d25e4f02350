import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ServedByPython, describeWithFastApi, servePython } from '../../test/support/celery-python.js';
import { startPythonWorker } from '../../test/support/celery-worker.js';
import { compileExample, startExample } from '../../test/support/compile-example.js';
import { curl } from '../../test/support/curl.js';
import { eventually } from '../../test/support/eventually.js';
import { type OwnRedis, createOwnRedis } from '../../test/support/redis-server.js';
import { createSandbox } from '../../test/support/sandbox.js';

const FOLDER = resolve('examples/python-celery');
const readme = readFileSync(`${FOLDER}/README.md`, 'utf8');
/** Those that submit a task. */
const curls = [...readme.matchAll(/^curl -X POST .*?(?= +#|$)/gm)].map(([line]) => line);
const MODULES = ['python-celery/texts/texts.module.js'];
const [remote = ''] = /^curl -H .*guess-language.*$/m.exec(readme) ?? [];
const LIMIT_MS = 120_000;

describeWithFastApi('examples/python-celery', () => {
  let redis: OwnRedis;
  let environment: Record<string, string>;
  let web: ServedByPython;

  beforeAll(async () => {
    redis = await createOwnRedis();
    await redis.start();
    environment = {
      CELERY_BROKER_URL: redis.url,
      CELERY_RESULT_BACKEND: redis.url.replace(/0$/, '1'),
    };
    const serve = ['-m', 'uvicorn', 'app:app', '--port', '0'];
    web = await servePython(serve, /Uvicorn running on (http:\S+)/, environment, FOLDER);
    await compileExample('python-celery');
  }, LIMIT_MS);

  afterAll(async () => {
    await web.stop();
    await redis.remove();
  });

  /** The final answers of the service to the requests of the README. */
  const answers = () =>
    Promise.all(
      curls.map(async (line) => {
        const { body } = await ask(line);
        return eventually(async () => {
          const { body: result } = await ask(`curl 'localhost:8080/results/${body.task_id}'`);
          expect(['SUCCESS', 'FAILURE']).toContain(result.state);
          return result;
        }, LIMIT_MS / 2);
      }),
    );
  const ask = (line: string): Promise<{ body: any }> =>
    curl(line.replace('localhost:8080', web.found[1] ?? ''));

  const EXPECTED = [
    { state: 'SUCCESS', result: 8 },
    { state: 'SUCCESS', result: 6 },
    { state: 'SUCCESS', result: { count: 1, longest: 'not' } },
    { state: 'FAILURE', result: "ValueError('the text has no words')" },
  ];

  it(
    'works before: with tasks in Python',
    async () => {
      const worker = await startPythonWorker('tasks', 'celery', environment, FOLDER);
      try {
        expect(await answers()).toEqual(EXPECTED);
      } finally {
        await worker.stop();
      }
    },
    LIMIT_MS,
  );

  it(
    'calls the task that stays in Python',
    async () => {
      const sandbox = await createSandbox(environment);
      const [api, worker, python] = await Promise.all([
        startExample('api', MODULES, sandbox.variables),
        startExample('worker', MODULES, sandbox.variables),
        startPythonWorker('tasks', 'python', environment, FOLDER),
      ]);
      try {
        const { body } = await curl(remote.replace('localhost:8000', api.url));
        expect(body).toMatchObject({ status: 'SUCCESS', result: { language: 'en' } });
      } finally {
        await Promise.all([api.stop(), worker.stop(), python.stop()]);
        await sandbox.clean();
      }
    },
    LIMIT_MS,
  );

  it(
    'works after: with tasks in TypeScript',
    async () => {
      const sandbox = await createSandbox({ ...environment, BRIDGE_PORT: '0' });
      const [bridge, worker] = await Promise.all([
        startExample('bridge', MODULES, sandbox.variables),
        startExample('worker', MODULES, sandbox.variables),
      ]);
      try {
        expect(await answers()).toEqual(EXPECTED);
      } finally {
        await Promise.all([bridge.stop(), worker.stop()]);
        await sandbox.clean();
      }
    },
    LIMIT_MS,
  );
});
