import { describe, expect, it } from '@jest/globals';
import { MAX_LINES, MAX_LOG_BYTES, TaskOutput } from '../../src/core/read/task-output.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { useApp } from '../support/use-api.js';

describe('the log of a task', () => {
  const stand = useApp();

  const submit = async () =>
    (await stand.app.get(TaskQueue).submit(DivideTask, { x: 10, y: 2 }, { delayMs: 3_600_000 })).id;
  const say = (id: string, lines: string[]) => stand.app.get(TaskOutput).write('tasks', id, { lines });
  const numbered = (count: number, length = 0) =>
    Array.from({ length: count }, (_, number) => `${number} `.padEnd(length, 'x'));
  const read = async (id: string): Promise<{ first: number; lines: string[] }> =>
    (await stand.api().get(`/tasks/${id}/logs`).expect(200)).body;

  it('keeps the newest 10,000 lines', async () => {
    const id = await submit();
    const lines = numbered(MAX_LINES + 1_500);
    await say(id, lines);
    expect(await read(id)).toEqual({ first: 1_500, lines: lines.slice(1_500) });
  });

  it('keeps the newest 1 MiB of lines, however they were written', async () => {
    const id = await submit();
    const lines = numbered(2_500, 10_000);
    await say(id, lines.slice(0, 2_499));
    await say(id, lines.slice(2_499));
    const kept = Math.floor(MAX_LOG_BYTES / 10_000);
    expect(await read(id)).toEqual({ first: 2_500 - kept, lines: lines.slice(-kept) });
    await say(id, ['short']);
    expect((await read(id)).lines.at(-1)).toBe('short');
    await say(id, ['y'.repeat(10_000)]);
    expect(await read(id)).toMatchObject({ first: 2_502 - kept - 1 });
  });

  it('counts bytes, not characters', async () => {
    const id = await submit();
    await say(
      id,
      numbered(100, 10_000).map((line) => line.replaceAll('x', '語')),
    );
    expect((await read(id)).lines.length).toBe(Math.floor(MAX_LOG_BYTES / 29_996));
  });

  it('is counted anew after its key was deleted', async () => {
    const id = await submit();
    const most = numbered(104, 10_000);
    await say(id, most);
    await stand.sandbox.redis.del(`${stand.sandbox.prefix}:tasks:${id}:logs`);
    await say(id, most);
    expect(await read(id)).toEqual({ first: 104, lines: most });
  });
});
