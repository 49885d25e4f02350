import { expect } from '@jest/globals';
import request from 'supertest';
import { eventually } from './eventually.js';

type Server = Parameters<typeof request>[0];

/** Maximum size of a batch. */
const BATCH = 1_000;

/** Submits math.divide many times, and returns the ids in order. */
export async function fill(server: Server, count: number, task: object): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(BATCH, count - ids.length);
    const tasks = Array.from({ length: size }, () => ({ name: 'math.divide', ...task }));
    const { body } = await request(server).post('/tasks/batch').send({ tasks }).expect(201);
    ids.push(...body.items.map((item: { task_id: string }) => item.task_id));
  }
  return ids;
}

/** Starts a bulk action. */
export async function bulkOf(server: Server, body: object) {
  return (await request(server).post('/bulk-actions').send(body).expect(202)).body;
}

/** Waits for the end of a bulk action, and checks it. */
export async function onceOver(server: Server, id: string, expected: object, limitMs?: number) {
  return eventually(async () => {
    const { body } = await request(server).get(`/bulk-actions/${id}`).expect(200);
    expect(body).toMatchObject(expected);
    return body;
  }, limitMs);
}
