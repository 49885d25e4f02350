import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import {
  MAX_DEFINITION_BYTES,
  MAX_EACH_ITEMS,
  MAX_STEPS,
  hookJsonNames,
  ifFailedModes,
} from '../../src/core/workflows/definition/workflow-definition.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { GreetTask } from '../../examples/own-task/greet.task.js';
import { startGreetings } from '../../examples/own-task/greetings.workflow.js';
import { curl } from '../support/curl.js';
import { eventually } from '../support/eventually.js';
import { OpenApi } from '../support/openapi.js';
import { type Stand, startStand } from '../support/stand.js';

const docs = readFileSync('docs/workflows.md', 'utf8');
const files = [...docs.matchAll(/```\w+ file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);
/** Each curl line with the status that is written behind it. */
const curls = [...docs.matchAll(/^(curl[\s\S]*?) # (\d{3})/gm)].map(([, line = '', status]) => ({
  line,
  status: Number(status),
}));
const LATER = { task: 'math.divide', payload: { x: 4, y: 2 }, options: { delayMs: 3_600_000 } };

@Module({ imports: [CoreModule], providers: [GreetTask] })
class Examples {}

describe('docs/workflows.md', () => {
  let stand: Stand;
  let url: string;
  /** The workflow of the first command. */
  let id: string;
  /** One that waits for an hour, to be cancelled and retried. */
  let waiting: string;

  beforeAll(async () => {
    stand = await startStand({ modules: [Examples] });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    waiting = (await stand.app.get(WorkflowQueue).start({ steps: { later: LATER } })).id;
  });
  afterAll(() => stand.stop());

  const status = async (workflow: string) => (await stand.app.get(WorkflowStore).find(workflow)).status;

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  // In their order: the last one deletes the workflow of the first.
  it.each(curls)('$line gives $status', async ({ line, status: expected }) => {
    const target = /\/(cancel|retry) ?/.test(line) ? waiting : id;
    const answer = await curl(line.replace('http://localhost:8000', url).replace('ID', target));
    expect(answer).toMatchObject({ status: expected });
    if (expected !== 201 || line.includes('/tokens')) return;
    id = (answer.body as { workflow_id: string }).workflow_id;
    await eventually(async () => expect(await status(id)).toBe('SUCCESS'), 60_000);
  });

  it('has a command for every route of workflows', async () => {
    const { body } = await curl(`curl ${url}/openapi.json`);
    const operations = new OpenApi(body as ConstructorParameters<typeof OpenApi>[0]).operations();
    const routes = operations.map(([label]) => label).filter((label) => label.includes('/workflows'));
    const shown = curls.map(({ line }) => {
      const method = /-X (\w+)/.exec(line)?.[1] ?? (line.includes(' -d ') ? 'POST' : 'GET');
      const path = /localhost:8000([^\s'?]*)/.exec(line)?.[1] ?? '';
      return `${method} ${path.replace('ID', '{workflow_id}')}`;
    });
    expect(routes.length).toBeGreaterThan(7);
    expect(routes.filter((route) => !shown.includes(route))).toEqual([]);
  });

  it('has an example in code that runs', async () => {
    const started = await startGreetings(stand.app.get(WorkflowQueue));
    await eventually(async () => expect(await status(started)).toBe('SUCCESS'));
    const { steps } = await stand.app.get(WorkflowStore).view(started);
    const answer = steps.find(({ name }) => name === 'answer');
    const { result } = await stand.app.get(TaskStore).find(answer?.taskId ?? '');
    expect(result).toBe('Hello, Hello, Ada');
  });

  it('names every mode and hook, and the real limits', () => {
    for (const word of [...ifFailedModes, ...Object.values(hookJsonNames)])
      expect(docs).toContain(`\`${word}\``);
    expect([MAX_STEPS, MAX_EACH_ITEMS, MAX_DEFINITION_BYTES]).toEqual([10_000, 10_000, 8 * 1_048_576]);
    expect(docs).toMatch(/steps of a workflow +\| 10,000[\s\S]*8 MiB[\s\S]*`each` +\| 10,000/);
  });

  it('names only existing files', () => {
    const links = [...docs.matchAll(/\]\(((?!http)[^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links.filter((path) => path.endsWith('.md')))
      expect(() => readFileSync(`docs/${link}`)).not.toThrow();
  });
});
