import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bodyOf, keptAnswer } from './kept-answer.js';

const answer = (body: object) => ({ status: 201, body: JSON.stringify(body), type: 'application/json' });
const noise = (bytes: number) => randomBytes(bytes).toString('base64');

async function replayed(body: object): Promise<{ size: number; json: any } | undefined> {
  const kept = await keptAnswer(answer(body));
  if (kept === undefined) return undefined;
  return { size: JSON.stringify(kept).length, json: JSON.parse(String(await bodyOf(kept))) };
}

/** Case H4. */
describe('the kept response of an Idempotency-Key', () => {
  it('is unchanged up to 16 KB', async () => {
    const short = answer({ task_id: randomUUID(), result: 'a'.repeat(16_000) });
    expect(await keptAnswer(short)).toBe(short);
  });

  it('contains a whole batch of 1,000 tasks in less than 64 bytes each', async () => {
    const body = { items: Array.from({ length: 1_000 }, () => ({ task_id: randomUUID() })) };
    const { size, json } = (await replayed(body)) ?? { size: Infinity };
    expect(json).toEqual(body);
    expect(size).toBeLessThan(16_384 + 64_000);
  });

  it('contains long repetitive text completely', async () => {
    const body = {
      items: new Array(1_000).fill({ problem: { status: 422, detail: 'x', errors: [{ message: 'no' }] } }),
    };
    const { size, json } = (await replayed(body)) ?? { size: Infinity };
    expect(json).toEqual(body);
    expect(size).toBeLessThan(16_384);
  });

  it('omits details of long problems, says so, and keeps the task ids', async () => {
    const tasks = Array.from({ length: 500 }, () => ({ task_id: randomUUID() }));
    const problem = () => ({
      status: 422,
      code: 'validation',
      detail: noise(100),
      errors: [{ message: noise(5_000) }],
    });
    const bad = Array.from({ length: 500 }, () => ({ problem: problem() }));
    const { size, json } = (await replayed({ items: [...tasks, ...bad] })) ?? { size: Infinity };
    expect(json.items.slice(0, 500)).toEqual(tasks);
    expect(json.items[500]).toEqual({
      problem: { status: 422, code: 'validation', detail: expect.stringContaining('too long to keep') },
    });
    expect(json.items).toHaveLength(1_000);
    expect(size).toBeLessThan(16_384 + 32_000);
  });

  it('omits a long task result, which its Location has', async () => {
    const task = { task_id: randomUUID(), status: 'SUCCESS', result: noise(900_000) };
    const { size, json } = (await replayed(task)) ?? { size: Infinity };
    expect(json).toEqual({ ...task, result: null, result_left_out: true });
    expect(size).toBeLessThan(500);
  });

  it.each([
    ['of another form', { text: noise(60_000) }],
    ['with too much beside its result', { task_id: 'a', result: 1, progress: noise(60_000) }],
    ['of items that are no tasks', { items: [{ note: noise(60_000) }] }],
  ])('is undefined for a long response %s', async (_what, body) => {
    expect(await replayed(body)).toBeUndefined();
  });
});
