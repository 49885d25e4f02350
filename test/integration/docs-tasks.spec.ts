import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { settings } from '../../src/platform/config/settings.js';
import { pascal } from '../../src/api/openapi/openapi-operation-ids.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { taskFields } from '../../src/core/task/task-fields.js';
import { TaskRegistry } from '../../src/core/task/task-registry.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { GreetWrittenOutTask } from '../../examples/own-task/greet-written-out.task.js';
import { GreetTask } from '../../examples/own-task/greet.task.js';
import {
  submitGreeting,
  submitGreetingWrittenOut,
  submitGreetings,
} from '../../examples/own-task/submit-greeting.js';
import { curl, parseCurl } from '../support/curl.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { drain } from '../support/testing-kit/drain.js';
import { recordSubmits } from '../support/testing-kit/record-submits.js';

const docs = readFileSync('docs/tasks.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);
/** Each curl line with the status written after it. */
const curls = [...docs.matchAll(/^(curl[\s\S]*?) # (\d{3})/gm)].map(([, line = '', status]) => ({
  line,
  status: Number(status),
}));

/** The fields of an interface in src/core/task, read from its source. */
function fieldsOf(name: string, file: string): string[] {
  const source = readFileSync(`src/core/task/${file}`, 'utf8');
  const [, body = ''] =
    new RegExp(`export interface ${name}(?:<.*>)?(?: extends \\w+)? \\{\n([\\s\\S]*?)\n\\}`).exec(source) ??
    [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field = '']) => field);
}

const submitOptions = Object.entries(taskFields).flatMap(([name, field]) =>
  'option' in field ? [name] : [],
);
const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

@Module({ imports: [ExecutionModule], providers: [GreetTask, GreetWrittenOutTask] })
class Examples {}

describe('docs/tasks.md', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [Examples] });
    await app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it('has at most 350 lines', () => {
    expect(docs.split('\n').length).toBeLessThanOrEqual(350);
  });

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('shows the code that runs below', () => {
    expect(files.map(([file]) => file)).toEqual([
      'examples/own-task/greet.task.ts',
      'examples/own-task/greet-written-out.task.ts',
      'examples/own-task/submit-greeting.ts',
    ]);
  });

  it('names only existing files', () => {
    const links = [...docs.matchAll(/\]\(((?!http)[^)#]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links.filter((path) => !path.endsWith('/testing-kit')))
      expect(() => readFileSync(`docs/${link}`)).not.toThrow();
  });

  it('draws the states like the code', () => {
    const source = readFileSync('src/core/task/task-status.ts', 'utf8');
    const [drawn = ''] = /^ \* +PENDING [\s\S]*?─> REVOKED\n(?= \*\n)/m.exec(source) ?? [];
    const lines = drawn.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(docs).toContain(`${line.replace(' *     ', '')}\n`);
  });

  it('gives the real defaults of the settings that it names', () => {
    const named = [...docs.matchAll(/\b([A-Z]+_[A-Z_]+) \((\d+)(?: (s|MiB))?\)/g)];
    const units: Record<string, number> = { s: 1_000, MiB: 1_048_576 };
    const defaults = Object.values(settings).map(({ variable, fallback }) => [variable, Number(fallback)]);
    expect(named.length).toBeGreaterThanOrEqual(5);
    for (const [, variable, number, unit = ''] of named)
      expect(defaults).toContainEqual([variable, Number(number) * (units[unit] ?? 1)]);
  });

  it('lists the members of a context', () => {
    const fields = ['TaskFacts', 'TaskContext'].flatMap((name) => fieldsOf(name, 'task.ts'));
    expect(fields).toEqual(expect.arrayContaining(['signal', 'workflowId']));
    for (const field of fields) expect(docs).toMatch(new RegExp(`^\\| \`${field}(\\(\\w+\\))?\` +\\|`, 'm'));
  });

  describe('the same in code', () => {
    it('has every option of @Task with its real default', async () => {
      const { options } = app.get(TaskRegistry).getByClass(GreetWrittenOutTask);
      expect(Object.keys(options).sort()).toEqual(fieldsOf('TaskOptions', 'task.ts').sort());
      const submits = recordSubmits(app);
      await app.get(TaskQueue).submit(GreetTask, { name: 'Ada' });
      await app.get(TaskQueue).submit(GreetWrittenOutTask, { name: 'Ada' });
      const [short, writtenOut] = submits.all;
      expect(writtenOut?.options).toEqual(short?.options);
      expect(Object.keys(short?.options ?? {}).sort()).toEqual([
        'attempts',
        'backoff',
        'priority',
        'retentionMs',
      ]);
    });

    it('has the same OpenAPI operation and the same runtime options', async () => {
      const { body } = await curl(`curl ${await app.getUrl()}/openapi.json`);
      const { paths } = body as { paths: Record<string, { post: { summary: string } }> };
      const operation = (name: string) =>
        JSON.stringify(paths[`/tasks/${name}`]).replaceAll(name, 'NAME').replaceAll(pascal(name), 'Name');
      expect(paths['/tasks/example.greet']?.post.summary).toBe('example.greet');
      expect(operation('example.greet-written-out')).toEqual(operation('example.greet'));
      const { isolation, rateLimit, aliases, redact, columns } = app
        .get(TaskRegistry)
        .getByClass(GreetWrittenOutTask).options;
      expect({ isolation, rateLimit, aliases, redact, columns }).toEqual({
        isolation: 'inline',
        rateLimit: undefined,
        aliases: [],
        redact: [],
        columns: [],
      });
    });

    it('has every option of a submit with its real default', async () => {
      const submits = recordSubmits(app);
      await submitGreeting(app.get(TaskQueue));
      await submitGreetingWrittenOut(app.get(TaskQueue));
      const [short, writtenOut] = submits.submitted(GreetTask);
      expect(writtenOut).toEqual({ ...short, id: writtenOut?.id });
      const example = readFileSync('examples/own-task/submit-greeting.ts', 'utf8');
      const named = [...example.matchAll(/^ {4}(\w+): /gm)].map(([, field]) => field);
      expect(named.sort()).toEqual([...submitOptions].sort());
    });

    it('submits many tasks', async () => {
      const submits = recordSubmits(app);
      await submitGreetings(app.get(TaskQueue), ['Ada', 'Grace']);
      expect(submits.submitted(GreetTask).map(({ payload }) => payload.name)).toEqual(['Ada', 'Grace']);
    });

    it('has every option over HTTP', () => {
      const bodies = curls.map(({ line }) => parseCurl(line).body).filter((body) => body !== undefined);
      const options = bodies.flatMap((body) => {
        const { tasks = [], ...one } = JSON.parse(body);
        return [one, ...tasks].flatMap((task: { options?: object }) => Object.keys(task.options ?? {}));
      });
      const expected = submitOptions.map(snakeCase);
      expect([...new Set(options)].sort()).toEqual(expected.sort());
    });
  });
});

describe('the curl lines of docs/tasks.md', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let taskId = '';

  beforeAll(async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    sandbox = await createSandbox({ WEBHOOK_SECRETS: secret });
    app = await startApi(sandbox.variables);
    await app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  // In order and without a worker. TASK_ID is the task of the line with all options.
  it.each(curls)('$line gives $status', async ({ line, status }) => {
    const url = await app.getUrl();
    const answer = await curl(line.replace('http://localhost:8000', url).replace('TASK_ID', taskId));
    expect(answer.status).toBe(status);
    if (line.includes('Idempotency-Key')) taskId = (answer.body as { task_id: string }).task_id;
    if (line.includes('?tag=')) expect(answer.body).toMatchObject({ items: [{ task_id: taskId }] });
    if (line.includes('/batch')) expect(answer.body).toEqual({ items: [{ task_id: expect.any(String) }] });
  });

  it('are several, and their tasks run', async () => {
    expect(curls.length).toBeGreaterThanOrEqual(10);
    const outcomes = (await drain(app, 'tasks')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  });
});
