import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { greet, report } from '../../examples/own-task/await-greeting.js';
import { greetInstead } from '../../examples/own-task/change-greeting.js';
import { GreetTask } from '../../examples/own-task/greet.task.js';
import { ImportRowTask, ImportTask } from '../../examples/own-task/import-rows.task.js';
import { TaskEdit, TaskQueue } from '../../src/core/index.js';
import { ExecutionModule } from '../../src/worker/index.js';
import { type Stand, startStand } from '../support/stand.js';
import { runTask } from '../support/testing-kit/run-task.js';

const docs = readFileSync('docs/handles.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);

@Module({ imports: [ExecutionModule], providers: [GreetTask, ImportTask, ImportRowTask] })
class Examples {}

describe('docs/handles.md', () => {
  let stand: Stand;
  let queue: TaskQueue;

  beforeAll(async () => {
    stand = await startStand({ modules: [Examples] });
    queue = stand.app.get(TaskQueue);
  });
  afterAll(() => stand.stop());

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('shows the code that runs below', () => {
    expect(files.map(([file]) => file)).toEqual([
      'examples/own-task/await-greeting.ts',
      'examples/own-task/change-greeting.ts',
      'examples/own-task/import-rows.task.ts',
    ]);
  });

  it('lists the members of a handle', () => {
    const source = readFileSync('src/core/task/handle/task-handle.ts', 'utf8');
    const [, members = ''] = /export interface TaskHandle[^{]*\{([\s\S]*)/.exec(source) ?? [];
    const names = [...members.matchAll(/^ {2}(?:readonly )?(\w+): /gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(['id', 'state', 'result', 'events', 'cancel', 'snapshot', 'isDuplicate']),
    );
    for (const name of names) expect(docs).toMatch(new RegExp(`^\\| \`${name}(\\(.*\\))?\` +\\|`, 'm'));
  });

  it('waits for a greeting', async () => {
    expect(await greet(queue, 'Ada')).toBe('Hello, Ada');
  });

  it('changes a greeting that waits, and none that has ended', async () => {
    const edit = stand.app.get(TaskEdit);
    const task = await queue.submit(GreetTask, { name: 'Ada' }, { delayMs: 600_000 });
    expect(await greetInstead(edit, task.id, 'Grace')).toBe(true);
    expect(await task.result()).toBe('Hello, Grace');
    expect(await greetInstead(edit, task.id, 'Ada')).toBe(false);
  });

  it('reports the progress of a task', async () => {
    const shown: string[] = [];
    await report(await queue.submit(GreetTask, { name: 'Ada' }, { delayMs: 20 }), (text) => shown.push(text));
    expect(shown).toEqual(['100 %', 'SUCCESS']);
  });

  it('imports each row once', async () => {
    const task = await queue.submit(ImportTask, { file: 'a.csv', rows: 5 });
    expect(await task.result()).toBe(5);
    const { submits } = await runTask(
      ImportTask,
      { file: 'a.csv', rows: 2_001 },
      { providers: [ImportRowTask] },
    );
    expect(new Set(submits.submitted(ImportRowTask).map(({ id }) => id)).size).toBe(2_001);
  });
});
