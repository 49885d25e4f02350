import { describe, expect, it } from '@jest/globals';
import { Suggestions } from '../../src/api/search/suggestions.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { useApp } from '../support/use-api.js';

describe('GET /tasks/suggest', () => {
  const stand = useApp({ API_KEYS });
  const suggest = async (query: object, role: keyof typeof KEYS = 'viewer') => {
    const { body } = await stand.api().get('/tasks/suggest').query(query).set(bearer(KEYS[role])).expect(200);
    return { ...body, texts: body.items.map(({ text }: { text: string }) => text) as string[] };
  };

  it('completes fields and values at the cursor', async () => {
    expect((await suggest({})).texts).toContain('status:');
    expect(await suggest({ q: 'status:FAI' })).toMatchObject({ from: 7, to: 10, texts: ['FAILURE'] });
    expect((await suggest({ q: 'nam status:FAILURE', cursor: 3 })).texts).toContain('name:');
    expect((await suggest({ q: 'queue:' })).texts).toContain('tasks');
  });

  it('knows the tags and names that are in use', async () => {
    const task = { payload: { x: 1, y: 2 }, options: { tags: ['customer-77'] } };
    await stand.api().post('/tasks/math.divide').set(bearer(KEYS.submitter)).send(task).expect(201);
    stand.app.get(Suggestions, { strict: false }).forget(); // what an earlier test has read
    expect((await suggest({ q: 'tag:cust' })).texts).toContain('customer-77');
    expect((await suggest({ q: 'name:math.d' })).texts).toContain('math.divide');
  });

  it('leads into payloads for admins only', async () => {
    const query = { q: 'name:math.divide payload.' };
    expect((await suggest(query, 'admin')).texts).toEqual(
      expect.arrayContaining(['payload.x:', 'payload.y:']),
    );
    expect((await suggest(query)).texts).toEqual([]);
  });

  it.each([{ cursor: -1 }, { cursor: 'x' }, { cursor: 2_001 }, { q: 'x'.repeat(2_001) }])(
    'refuses %#',
    (query) => stand.api().get('/tasks/suggest').query(query).set(bearer(KEYS.viewer)).expect(422),
  );
});
