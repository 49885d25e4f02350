import { describe, expect, it } from '@jest/globals';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { useApp } from '../support/use-api.js';

describe('columns of tasks in lists', () => {
  const stand = useApp({ API_KEYS });
  const get = (path: string, key = KEYS.admin) => stand.api().get(path).set(bearer(key));

  it('are the declared fields of the payload, for admins', async () => {
    const post = (path: string, body: object) =>
      stand.api().post(path).set(bearer(KEYS.submitter)).send(body).expect(201);
    await post('/tasks/math.divide', { payload: { x: 10, y: 4 } });
    const email = { to: 'ada@example.com', subject: 'Hello', text: 'secret of the two' };
    await post('/tasks/notifications.send-email', { payload: email });
    const { body } = await get('/tasks?include=columns').expect(200);
    expect(body.items.map(({ name, columns }: any) => [name, columns])).toEqual([
      ['notifications.send-email', { to: email.to, subject: email.subject }],
      ['math.divide', { x: 10, y: 4 }],
    ]);
    expect(JSON.stringify(body)).not.toContain(email.text);
    const { text } = await get('/tasks/export?include=columns&name=math.divide').expect(200);
    expect(JSON.parse(text)).toMatchObject({ name: 'math.divide', columns: { x: 10, y: 4 } });
    for (const role of ['viewer', 'submitter', 'operator'] as const)
      for (const path of ['/tasks', '/tasks/export'])
        await get(`${path}?include=columns`, KEYS[role]).expect(403);
    await get('/tasks?include=other').expect(422);
  });

  it('are named by their task type', async () => {
    const { body } = await get('/task-types/math.divide', KEYS.viewer).expect(200);
    expect(body.columns).toEqual(['x', 'y']);
  });
});
