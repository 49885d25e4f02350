import { expect } from '@jest/globals';
import request from 'supertest';
import { eventually } from './eventually.js';

/**
 * Submits tasks to an API and watches them, like its callers.
 *
 * @param urlOf returns the API's current URL, which changes if it is restarted
 * @param patienceMs default time limit for a task to reach a state
 */
export function taskClient(urlOf: () => string, patienceMs?: number) {
  const get = async (path: string) => (await request(urlOf()).get(path).expect(200)).body;
  const submit = async (name: string, payload: object, options: object = {}) => {
    const { body } = await request(urlOf()).post(`/tasks/${name}`).send({ payload, options }).expect(201);
    return body.task_id as string;
  };
  const untilIs = (id: string, expected: object, limitMs = patienceMs) =>
    eventually(async () => expect(await get(`/tasks/${id}`)).toMatchObject(expected), limitMs);
  const cancel = async (id: string) => {
    const { ok } = await request(urlOf()).post(`/tasks/${id}/cancel`).send({}); // 200 if it stops at once
    expect(ok).toBe(true);
    await untilIs(id, { status: 'REVOKED' });
  };
  return { get, submit, untilIs, cancel };
}
