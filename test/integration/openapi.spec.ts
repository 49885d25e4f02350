import { beforeAll, describe, expect, it } from '@jest/globals';
import type request from 'supertest';
import { TaskRegistry } from '../../src/core/task/task-registry.js';
import { parseDto } from '../../src/platform/validation/parse-dto.js';
import { type Media, OpenApi } from '../support/openapi.js';
import { useApp } from '../support/use-api.js';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Operations whose success has no body: DELETE /tasks/{task_id} and /schedules/{schedule_id}. */
const EMPTY = 2;
const ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

describe('the OpenAPI document', () => {
  const stand = useApp();
  let api: OpenApi;

  beforeAll(async () => {
    api = new OpenApi((await stand.api().get('/openapi.json').expect(200)).body);
  });

  /** Fails with the labels of all operations for which `isRight` is false. */
  function everyOperation(
    isRight: (operation: ReturnType<OpenApi['operations']>[number][1]) => boolean,
  ): void {
    const wrong = api.operations().filter(([, operation]) => !isRight(operation));
    expect(wrong.map(([label]) => label)).toEqual([]);
  }

  /** Every response of every operation: `POST /tasks 201`, its media type and content. */
  function answers(): { label: string; path: string; status: string; type: string; media: Media }[] {
    return api.operations().flatMap(([label, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => {
          return { label: `${label} ${status}`, path: label.split(' ')[1] ?? '', status, type, media };
        }),
      ),
    );
  }

  it('has an operation for every route of the API, and one for every registered task', () => {
    const names = stand.app
      .get(TaskRegistry)
      .open()
      .map(({ options }) => options.name);
    expect(names).toEqual(expect.arrayContaining(['math.divide', 'fetch.store', 'notifications.send-email']));
    const labels = api.operations().map(([label]) => label);
    expect(labels.sort()).toEqual(
      [
        ...['GET /', 'GET /health', 'GET /health/live', 'GET /health/ready'],
        ...['POST /tasks', 'POST /fetch', 'POST /notify', 'POST /notifications', 'POST /notifications/batch'],
        ...['GET /notifications/templates', 'GET /notifications/templates/{name}/preview'],
        ...['GET /tasks/{task_id}', 'GET /result/{task_id}', 'GET /fetch/{task_id}/body'],
        ...['GET /tasks', 'POST /tasks/batch', 'DELETE /tasks/{task_id}', 'GET /tasks/{task_id}/logs'],
        ...['GET /tasks/{task_id}/transitions', 'GET /tasks/{task_id}/why', 'PATCH /tasks/{task_id}'],
        ...['POST /tasks/{task_id}/tokens', 'POST /workflows/{workflow_id}/tokens'],
        ...['cancel', 'retry', 'replay', 'promote'].map((action) => `POST /tasks/{task_id}/${action}`),
        ...['GET /tasks/{task_id}/events', 'GET /task-types', 'GET /task-types/{name}'],
        'GET /task-types/{name}/runs',
        ...['PATCH /task-types/{name}', 'PUT /task-types/{name}/pause', 'PUT /task-types/{name}/resume'],
        ...['GET', 'POST', 'DELETE'].map((method) => `${method} /session`),
        ...['GET /metrics', 'GET /events', 'GET /capabilities', 'GET /deploys', 'GET /find', 'GET /settings'],
        'GET /health/report',
        'GET /audit',
        'POST /broker/acknowledge-loss',
        ...['GET /bulk-actions', 'POST /bulk-actions', 'GET /bulk-actions/{bulk_action_id}'],
        'POST /bulk-actions/{bulk_action_id}/cancel',
        ...['drain', 'purge', 'revoke-waiting'].map((action) => `POST /queues/{name}/${action}`),
        ...['PUT /queues/{name}/close', 'PUT /queues/{name}/open'],
        ...['GET /queues', 'GET /queues/{name}', 'PATCH /queues/{name}'],
        ...['PUT /queues/{name}/pause', 'PUT /queues/{name}/resume'],
        ...['GET /schedules', 'POST /schedules/preview'],
        ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /schedules/{schedule_id}`),
        ...['preview', 'ticks'].map((part) => `GET /schedules/{schedule_id}/${part}`),
        ...['run', 'pause', 'resume', 'backfill'].map((verb) => `POST /schedules/{schedule_id}/${verb}`),
        ...['GET /workflows', 'POST /workflows', 'GET /workflows/{workflow_id}.mmd'],
        'GET /workflows/{workflow_id}/events',
        ...['GET', 'DELETE'].map((method) => `${method} /workflows/{workflow_id}`),
        ...['cancel', 'retry'].map((verb) => `POST /workflows/{workflow_id}/${verb}`),
        'GET /workers/{worker_id}/settings',
        ...['GET /workers', 'GET /workers/{worker_id}', 'POST /workers/{worker_id}/commands'],
        ...['GET /dead-letters', 'POST /dead-letters/redrive', 'POST /dead-letters/discard'],
        ...['GET /tasks/counts', 'GET /tasks/export', 'GET /tasks/suggest', 'GET /views'],
        ...['GET', 'PUT', 'DELETE'].map((method) => `${method} /views/{name}`),
        ...['GET /stats', 'GET /errors', 'GET /errors/{fingerprint}'],
        ...['resolve', 'ignore', 'reopen', 'redrive'].map((verb) => `POST /errors/{fingerprint}/${verb}`),
        ...names.map((name) => `POST /tasks/${name}`),
      ].sort(),
    );
  });

  it('resolves every reference, and has no unreferenced schema', () => {
    const references = new Set(api.references());
    for (const reference of references) expect(() => api.resolve(reference)).not.toThrow();
    const unused = Object.keys(api.document.components.schemas).filter(
      (name) => !references.has(`#/components/schemas/${name}`),
    );
    expect(unused).toEqual([]);
  });

  it('gives every operation a summary, a unique id and one described tag', () => {
    everyOperation(({ summary = '' }) => /^[A-Z].{5,}[^.]$/.test(summary));
    const explained = (api.document.tags ?? [])
      .filter(({ description }) => description)
      .map(({ name }) => name);
    everyOperation(({ tags = [] }) => tags.length === 1 && explained.includes(tags[0] ?? ''));
    const ids = api.operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
  });

  it('describes every response', () => {
    everyOperation(({ responses }) =>
      Object.values(responses).every(({ description }) => description !== ''),
    );
  });

  it('describes every parameter, with a valid example', () => {
    everyOperation(({ parameters = [] }) =>
      parameters.every(({ in: place, description, example, schema = {} }) => {
        // Swagger UI would send an example with every request, and a constant key would repeat the first response.
        if (place === 'header')
          return Boolean(description) && example === undefined && schema.example === undefined;
        const value = example ?? schema.example;
        return Boolean(description) && value !== undefined && api.violation(value, schema) === undefined;
      }),
    );
  });

  it('has no schema that contradicts its own example, and no object without properties', () => {
    const wrong = api.schemas().flatMap(([where, schema]) => {
      const isBare =
        schema.type === 'object' && !schema.properties && schema.additionalProperties === undefined;
      const violation = schema.example === undefined ? undefined : api.violation(schema.example, schema);
      return [
        isBare && !schema.allOf && `${where} is any object`,
        violation && `${where}: ${violation}`,
      ].filter(Boolean);
    });
    expect(wrong).toEqual([]);
  });

  it('shows a schema and a valid example for every success', () => {
    everyOperation(({ responses }) => Object.keys(responses).some((status) => status.startsWith('2')));
    const successes = answers().filter(({ status }) => status.startsWith('2'));
    expect(successes.length).toBeGreaterThanOrEqual(api.operations().length - EMPTY);
    const wrong = successes.flatMap(({ label, type, media: { schema, example } }) => {
      if (type === '*/*') return schema?.format === 'binary' ? [] : [`${label} is not binary`];
      if (type.startsWith('text/') || type === 'application/jsonl')
        return example === undefined ? [`${label} has no example`] : [];
      if (type !== JSON_TYPE || schema === undefined) return [`${label} has no JSON schema`];
      const shown = example ?? api.sample(schema);
      const violation = shown === undefined ? 'it has no example' : api.violation(shown, schema);
      return violation === undefined ? [] : [`${label}: ${violation}`];
    });
    expect(wrong).toEqual([]);
  });

  it('shows possible tasks only: no result before SUCCESS, no error after it', () => {
    const shown = answers()
      .filter(({ status }) => status.startsWith('2'))
      .map(({ media }) => media.example ?? api.sample(media.schema ?? {}))
      .filter(isTask);
    expect(shown.length).toBeGreaterThan(1);
    const story = {
      PENDING: { result: null, worker: null, attempt: 0 },
      STARTED: { result: null, worker: expect.any(String), finished_at: null },
      SUCCESS: { error: null },
      REVOKED: { result: null, error: null, revoke_reason: expect.any(String) },
    };
    for (const task of shown) expect(task).toMatchObject(story[task.status]);
  });

  it('documents the fields of searches for GET /tasks only', () => {
    const { schemas } = api.document.components;
    const fieldsOf = (name: string) => Object.keys(schemas[name]?.properties ?? {});
    expect(fieldsOf('TaskPageDto')).toEqual(['items', 'next_cursor', 'looked', 'count']);
    expect(fieldsOf('DeadLetterPageDto')).toEqual(['items', 'next_cursor']);
  });

  it('documents every error as a problem, with an example of that status', () => {
    const problems = answers().filter(({ path, status }) => /^[45]/.test(status) && !isHealth(path, status));
    expect(problems.length).toBeGreaterThan(10);
    const wrong = problems.filter(({ type, status, media }) => {
      const isProblem = type === PROBLEM_TYPE && media.schema?.$ref === '#/components/schemas/Problem';
      const fits = api.violation(media.example, media.schema ?? {}) === undefined;
      return !(isProblem && fits && (media.example as { status: number }).status === Number(status));
    });
    expect(wrong.map(({ label }) => label)).toEqual([]);
    everyOperation(({ responses }) => '500' in responses);
  });

  it('merges the descriptions of several decorators for one status', () => {
    const { responses } = api.operation('post', '/tasks') ?? { responses: {} };
    expect(responses['409']?.description).toContain('idempotency-in-flight');
    expect(responses['422']?.description).toMatch(
      /`validation`.*`idempotency-mismatch`|`idempotency-mismatch`.*`validation`/,
    );
  });

  it('requires exactly the payload of each task, with an example that its worker accepts', () => {
    for (const { options } of stand.app.get(TaskRegistry).open()) {
      const content = api.operation('post', `/tasks/${options.name}`)?.requestBody?.content;
      const { schema = {}, example } = content?.[JSON_TYPE] ?? {};
      expect(schema.properties?.['payload']).toEqual({
        $ref: `#/components/schemas/${options.payload.name}`,
      });
      expect(api.violation(example, schema)).toBeUndefined();
      const { payload } = example as { payload: unknown };
      expect(() => parseDto(options.payload, payload, 'the example')).not.toThrow();
      expect(api.violation({ payload: { unknown: 1 } }, schema)).toBeDefined();
    }
  });

  describe('matches the behavior of', () => {
    const divide = '/tasks/math.divide';
    it.each([
      ['get', '/', '/', 200],
      ['get', '/health', '/health', 200],
      ['get', '/health/report', '/health/report', 200],
      ['get', '/health/live', '/health/live', 200],
      ['get', '/health/ready', '/health/ready', 200],
      ['post', '/tasks', '/tasks?x=10&y=2', 201],
      ['post', '/tasks', '/tasks?x=10', 422],
      ['post', '/fetch', '/fetch?url=https://example.com', 200],
      ['post', '/fetch', '/fetch?url=nowhere', 422],
      ['get', '/fetch/{task_id}/body', `/fetch/${ID}/body`, 404],
      ['post', '/notify', '/notify?email=ada@example.com', 200],
      ['post', '/notify', '/notify', 422],
      ['get', '/tasks/{task_id}', `/tasks/${ID}`, 404],
      ['get', '/result/{task_id}', `/result/${ID}`, 404],
    ] as const)('%s %s: %s answers %i', async (method, path, url, status) => {
      await holds(method, path, status, stand.api()[method](url));
    });

    it.each([
      ['the payload', '{"payload":{"x":10,"y":2}}', JSON_TYPE, 201],
      ['half of one', '{"payload"', JSON_TYPE, 400],
      ['too much', JSON.stringify({ payload: 'a'.repeat(1_100_000) }), JSON_TYPE, 413],
      ['a form', 'x=10', FORM_TYPE, 415],
      ['another payload', '{"payload":{}}', JSON_TYPE, 422],
    ])('a body: %s', async (_what, body, type, status) => {
      const post = stand.api().post(divide).set('Content-Type', type).send(body);
      await holds('post', divide, status, post);
    });

    it.each(['/tasks?x=10&y=2', '/notify?email=ada@example.com', '/fetch?url=https://example.com'])(
      'a body where none is expected: POST %s',
      async (url) => {
        const post = (body: string, type: string) =>
          stand.api().post(url).set('Content-Type', type).send(body);
        const path = url.split('?')[0] ?? '';
        await holds('post', path, 400, post('{', JSON_TYPE));
        await holds('post', path, 415, post('x=10', FORM_TYPE));
      },
    );

    it('a submitted task and its result', async () => {
      const { body } = await stand.api().post('/tasks?x=10&y=2').expect(201);
      for (const [path, url] of [
        ['/tasks/{task_id}', `/tasks/${body.task_id}`],
        ['/result/{task_id}', `/result/${body.task_id}`],
      ] as const)
        await holds('get', path, 200, stand.api().get(url));
    });

    /** Checks that the real response has the expected status, documented with its media type and schema. */
    async function holds(
      method: 'get' | 'post',
      path: string,
      status: number,
      asked: request.Test,
    ): Promise<void> {
      const { body, type } = await asked.expect(status);
      const media = api.operation(method, path)?.responses[String(status)]?.content?.[type];
      expect(media).toBeDefined();
      expect(api.violation(body, media?.schema ?? {})).toBeUndefined();
    }
  });
});

function isTask(value: unknown): value is { readonly status: 'PENDING' | 'STARTED' | 'SUCCESS' | 'REVOKED' } {
  return typeof value === 'object' && value !== null && 'attempt' in value;
}

/** Responses of /health have the same shape for every status. */
function isHealth(path: string, status: string): boolean {
  return path.startsWith('/health') && status === '503';
}
