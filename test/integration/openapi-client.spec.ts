import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OpenApi, type Schema } from '../support/openapi.js';
import { useApi } from '../support/use-api.js';

const run = promisify(execFile);
const REDOCLY = 'node_modules/@redocly/cli/bin/cli.js';
const KB = 1_000;

/** Function names of a generated client: a contract, like the routes. */
const OPERATION_IDS = {
  'GET /': 'getGreeting',
  'GET /health': 'getHealth',
  'GET /metrics': 'getMetrics',
  'POST /tasks': 'submitDivision',
  'GET /tasks': 'listTasks',
  'POST /tasks/batch': 'submitBatch',
  'POST /tasks/math.divide': 'submitMathDivide',
  'POST /tasks/math.count-primes': 'submitMathCountPrimes',
  'POST /tasks/notifications.send-email': 'submitNotificationsSendEmail',
  'GET /tasks/{task_id}': 'getTask',
  'DELETE /tasks/{task_id}': 'deleteTask',
  'POST /tasks/{task_id}/cancel': 'cancelTask',
  'POST /tasks/{task_id}/retry': 'retryTask',
  'POST /tasks/{task_id}/replay': 'replayTask',
  'GET /tasks/{task_id}/events': 'streamTaskEvents',
  'GET /result/{task_id}': 'getResult',
  'GET /task-types/{name}': 'getTaskType',
  'POST /fetch': 'fetchUrl',
  'POST /notifications': 'sendNotification',
  'PUT /queues/{name}/pause': 'pauseQueue',
  'GET /workers': 'listWorkers',
  'POST /workers/{worker_id}/commands': 'sendWorkerCommand',
  'GET /dead-letters': 'listDeadLetters',
};

describe('the OpenAPI document as input for client generators', () => {
  const get = useApi();
  let api: OpenApi;
  let text: string;

  beforeAll(async () => {
    const answer = await get().get('/openapi.json').expect(200);
    text = answer.text;
    api = new OpenApi(answer.body);
  });

  it('passes `redocly lint`', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'celeriac-lint-'));
    const file = join(folder, 'openapi.json');
    await writeFile(file, text);
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const lint = run(
      process.execPath,
      [REDOCLY, 'lint', file, '--config', 'redocly.yaml', '--format', 'json'],
      {
        env,
      },
    );
    const { stdout } = await lint.catch((error: unknown) => error as { stdout: string });
    await rm(folder, { recursive: true });
    const { problems } = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as { problems: object[] };
    expect(problems).toEqual([]);
  });

  it('is small: shared parts of operations appear once', () => {
    expect(text.length).toBeLessThan(350 * KB);
    const inPlace = Object.values(api.document.paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ responses }) => Object.entries(responses))
      .filter(([status, one]) => /^[45]/.test(status) && !('$ref' in one));
    expect(inPlace.map(([status]) => status)).toEqual(['503', '503', '503']); // /health has its own format
  });

  it('has stable operation ids, never derived from classes', () => {
    const ids = Object.fromEntries(api.operations().map(([label, { operationId }]) => [label, operationId]));
    expect(ids).toMatchObject(OPERATION_IDS);
    for (const id of Object.values(ids)) expect(id).toMatch(/^[a-z][A-Za-z\d]*$/);
    expect(JSON.stringify(Object.values(ids))).not.toMatch(/controller/i);
  });

  it('states for every operation whether it needs a key', () => {
    const silent = api.operations().filter(([, operation]) => !('security' in operation));
    expect(silent.map(([label]) => label)).toEqual([]);
    const open = api
      .operations()
      .filter(([, operation]) => JSON.stringify(operation).includes('"security":[]'));
    expect(open.map(([label]) => label)).toEqual([
      'GET /',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /session',
      'POST /session',
      'DELETE /session',
    ]);
  });

  it("types the result by the task's status: in the 200, null in the 201", () => {
    const violation = (name: string, code: string, changes: object) => {
      const { content } = api.operation('post', `/tasks/${name}`)?.responses[code] ?? {};
      const { schema = {}, example } = content?.['application/json'] ?? {};
      return api.violation({ ...(example as object), ...changes }, schema);
    };
    const failed = { status: 'FAILURE', error: { type: 'Error', message: 'no' } };
    expect(violation('math.divide', '200', { result: 5 })).toBeUndefined();
    expect(violation('math.divide', '200', { result: { five: 5 } })).toBeDefined();
    expect(violation('math.divide', '200', { ...failed, result: 'no' })).toBeUndefined();
    expect(violation('math.divide', '200', { ...failed, result: 5 })).toBeDefined();
    expect(violation('math.divide', '200', { status: 'PENDING', result: null })).toBeUndefined();
    expect(violation('math.divide', '201', { result: null })).toBeUndefined();
    expect(violation('math.divide', '201', { result: 5 })).toBeDefined();
    const sent = { message_id: 'a', delivered_to: 'smtp' };
    expect(violation('notifications.send-email', '200', { result: sent })).toBeUndefined();
    expect(violation('notifications.send-email', '200', { result: { message_id: 'a' } })).toBeDefined();
  });

  it('requires no request field with a default, and allows no unknown ones', () => {
    const seen = new Set<string>();
    const look = (schema: Schema): void => {
      if (schema.$ref !== undefined) {
        if (seen.has(schema.$ref)) return;
        seen.add(schema.$ref);
        return look(api.resolve(schema.$ref));
      }
      for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
        look(part);
      if (schema.items) look(schema.items);
      if (!schema.properties) return;
      expect(schema).toMatchObject({ additionalProperties: false });
      for (const part of Object.values(schema.properties)) {
        expect(part).not.toHaveProperty('default');
        look(part);
      }
    };
    for (const [, { requestBody }] of api.operations())
      look(requestBody?.content['application/json']?.schema ?? {});
    expect(seen).toContain('#/components/schemas/BackoffDto');
    expect(api.resolve('#/components/schemas/BackoffDto')).not.toHaveProperty('required');
    expect(api.resolve('#/components/schemas/DeduplicateDto')).toMatchObject({ required: ['key'] });
  });
});
