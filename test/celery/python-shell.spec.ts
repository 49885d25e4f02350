import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithCelery } from '../support/celery-python.js';
import { compileExample, startExample } from '../support/compile-example.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import type { StartedProcess } from '../support/processes.js';
import { type SessionLine, sessionOf, typeIntoPython } from '../support/python-shell.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const EXAMPLE = resolve('examples/python-celery');
const MODULES = ['python-celery/texts/texts.module.js'];
const LIMIT_MS = 120_000;

const docs = readFileSync('docs/celery.md', 'utf8');
const documented = [...docs.matchAll(/^```pycon\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

/** "First steps with Celery": the module with the tasks is the example's own, for Celery's worker. */
const FIRST_STEPS = `
>>> from tasks import add
>>> add.delay(4, 4).id != ''
True
>>> result = add.delay(4, 4)
>>> result.get(timeout=1)
8
>>> result.ready()
True
>>> result.successful()
True
>>> result.get(propagate=False)
8
>>> result.traceback
>>> result.forget()
>>> from celery.result import AsyncResult
>>> AsyncResult(result.id, app=add.app).state
'PENDING'
`;

const BY_NAME = `
>>> from app import celery_app
>>> result = celery_app.send_task('tasks.add', args=[4, 4])
>>> result.get(timeout=1)
8
>>> result.state
'SUCCESS'
>>> result = celery_app.send_task('tasks.add', args=[4, 'four'])
>>> isinstance(result.get(propagate=False, timeout=1), ValueError)
True
>>> result.state, result.failed()
('FAILURE', True)
>>> result = celery_app.send_task("tasks.fetch_and_store", args=[url])
>>> fetched = result.get(timeout=1)
>>> fetched['status'], fetched['data']
('complete', {'you': 'here'})
`;

describeWithCelery('a Python shell', () => {
  let redis: OwnRedis;
  let origin: LocalOrigin;
  let sandbox: Sandbox;
  let environment: Record<string, string>;
  let started: StartedProcess[] = [];

  beforeAll(async () => {
    redis = await createOwnRedis();
    await redis.start();
    origin = await startOrigin((_asked, response) => {
      response.setHeader('Content-Type', 'application/json').end('{"you":"here"}');
    });
    environment = { CELERY_BROKER_URL: redis.url, CELERY_RESULT_BACKEND: redis.url.replace(/0$/, '1') };
    sandbox = await createSandbox({ ...environment, BRIDGE_PORT: '0', FETCH_ALLOW_PRIVATE: 'true' });
    await compileExample('python-celery');
    started = await Promise.all([
      startExample('bridge', MODULES, sandbox.variables),
      startExample('worker', MODULES, sandbox.variables),
    ]);
  }, LIMIT_MS);

  afterAll(async () => {
    await Promise.all(started.map((program) => program.stop()));
    await Promise.all([sandbox.clean(), redis.remove(), origin.close()]);
  });

  /** The lines with the addresses of this test, and with time for a busy machine. */
  async function answersTo(session: readonly SessionLine[]): Promise<SessionLine[]> {
    const lines = session.map(({ typed }) =>
      typed
        .replace('redis://localhost:6379/0', environment['CELERY_BROKER_URL'] ?? '')
        .replace('redis://localhost:6379/1', environment['CELERY_RESULT_BACKEND'] ?? '')
        .replace(/timeout=\d+/, 'timeout=60')
        .replace('[url]', `['${origin.url}/']`),
    );
    const answers = await typeIntoPython(lines, environment, EXAMPLE);
    return answers.map(({ shown }, i) => ({ typed: session[i]?.typed ?? '', shown }));
  }

  it.each([
    ['the first steps of its tutorial', FIRST_STEPS],
    ['tasks by their names', BY_NAME],
    ...documented.map((text) => ['docs/celery.md', text]),
  ])(
    'gives the answers of Celery: %s',
    async (_, text = '') => {
      const session = sessionOf(text);
      expect(session.length).toBeGreaterThan(5);
      expect(await answersTo(session)).toEqual(session);
    },
    LIMIT_MS,
  );
});
