import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import request from 'supertest';
import { CoreModule } from '../../src/core/core.module.js';
import { GreetTask } from '../../examples/own-task/greet.task.js';
import { GreetingHooks } from '../../examples/own-task/greeting-hooks.js';
import { OrderReportTask, SendReportTask, reportTo } from '../../examples/own-task/report.tasks.js';
import { submitGreeting } from '../../examples/own-task/submit-greeting.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';

const docs = readFileSync('docs/hooks.md', 'utf8');
const files = [...docs.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text]);

@Module({ imports: [CoreModule], providers: [GreetTask, GreetingHooks, OrderReportTask, SendReportTask] })
class Examples {}

describe('docs/hooks.md', () => {
  let stand: Stand;
  const logger = new RecordingLogger();

  beforeAll(async () => {
    stand = await startStand({ modules: [Examples], logger });
  });
  afterAll(() => stand.stop());

  it.each(files)('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('names every hook', () => {
    const source = readFileSync('src/worker/hooks/on-task.ts', 'utf8');
    const hooks = [...source.matchAll(/^export const (OnTask\w+)/gm)].map(([, name = '']) => name);
    expect(hooks).toHaveLength(5);
    for (const hook of hooks) expect(docs).toContain(`| \`@${hook}\``);
  });

  it('has follow-ups that run', async () => {
    const taskQueue = stand.app.get(TaskQueue);
    await taskQueue.submit(OrderReportTask, { year: 2026 });
    await taskQueue.submit(OrderReportTask, { year: 1999 });
    await reportTo(taskQueue, 'ada@example.com');
    await eventually(async () => {
      const { body } = await request(stand.app.getHttpServer())
        .get('/tasks?name=example.send-report')
        .expect(200);
      expect(
        body.items
          .map(({ result }: { result: unknown }) => String(result).replace(/task [\da-f-]+/, 'task ID'))
          .sort(),
      ).toEqual([
        'ada@example.com: Orders of 2026',
        expect.stringMatching(
          /^admin@example.com: No report \(task ID\): there were no orders in 1999 \[not retried: /,
        ),
        'owner@example.com: 7 orders',
      ]);
    });
  });

  it('has a hook that runs', async () => {
    await submitGreeting(stand.app.get(TaskQueue));
    await eventually(() => expect(logger.lines.join('\n')).toMatch(/Hello, Ada \(\d+ ms\)/));
  });
});
