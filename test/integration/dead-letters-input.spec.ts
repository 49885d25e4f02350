import { describe, expect, it } from '@jest/globals';
import { useApi } from '../support/use-api.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

describe('invalid requests for dead letters', () => {
  const api = useApi();

  const post = (action: string, body: unknown) =>
    api().post(`/dead-letters/${action}`).set('Content-Type', 'application/json').send(JSON.stringify(body));

  const id = UNKNOWN_ID;
  const fingerprint = '0123456789abcdef';
  it.each([
    ['nothing', {}, '/task_ids'],
    ['null', { task_ids: null }, '/task_ids'],
    ['no ids', { task_ids: [] }, '/task_ids'],
    ['no list', { task_ids: 'x' }, '/task_ids'],
    ['an id that is no text', { task_ids: [1] }, '/task_ids/0'],
    ['too many ids', { task_ids: Array.from({ length: 1_001 }, (_, i) => `id-${i}`) }, '/task_ids'],
    ['ids and a fingerprint', { task_ids: [id], fingerprint }, '/task_ids'],
    ['ids and a name', { task_ids: [id], name: 'test.word' }, '/name'],
    ['ids and a cursor', { task_ids: [id], cursor: 'x' }, '/cursor'],
    ['a fingerprint that is none', { fingerprint: 'xyz' }, '/fingerprint'],
    ['more than there is', { fingerprint, what: 1 }, '/what'],
  ])('%s: refused', async (_what, body, pointer) => {
    for (const action of ['redrive', 'discard']) {
      const { body: problem } = await post(action, body).expect(422);
      expect(problem).toMatchObject({ code: 'validation', instance: `/dead-letters/${action}` });
      expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    }
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ queue: 'none' }, 'queue'],
    [{ group: 'yes' }, 'group'],
    [{ group: 'true', cursor: `1.${UNKNOWN_ID}` }, 'cursor'],
    [{ fingerprint: 'XYZ' }, 'fingerprint'],
  ])('%j: refused', async (query, parameter) => {
    const { body } = await api().get('/dead-letters').query(query).expect(422);
    expect(body.errors).toMatchObject([{ parameter }]);
  });

  it('an unknown cursor: malformed', async () => {
    for (const cursor of ['x', '1', UNKNOWN_ID, `-1.${UNKNOWN_ID}`, `1e3.${UNKNOWN_ID}`]) {
      expect((await api().get('/dead-letters').query({ cursor }).expect(400)).body.code).toBe('malformed');
      expect((await post('redrive', { fingerprint, cursor }).expect(400)).body.code).toBe('malformed');
    }
  });
});
