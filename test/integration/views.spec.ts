import { describe, expect, it } from '@jest/globals';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { useApp } from '../support/use-api.js';

describe('/views', () => {
  const stand = useApp({ API_KEYS });
  type RoleName = keyof typeof KEYS;
  const put = (name: string, body: object, role: RoleName = 'viewer') =>
    stand
      .api()
      .put(`/views/${encodeURIComponent(name)}`)
      .set(bearer(KEYS[role]))
      .send(body);
  const get = (path: string, role: RoleName = 'viewer') => stand.api().get(path).set(bearer(KEYS[role]));
  const remove = (name: string, role: RoleName = 'viewer') =>
    stand.api().delete(`/views/${name}`).set(bearer(KEYS[role]));
  const names = async (role: RoleName) =>
    (await get('/views', role).expect(200)).body.items.map(({ name }: { name: string }) => name);

  it('keeps a query for its key alone', async () => {
    const { body, headers } = await put('my failures', { q: 'status:FAILURE', sort: 'finished' }).expect(201);
    expect(headers['location']).toBe('/views/my%20failures');
    expect(body).toMatchObject({
      ...{ name: 'my failures', q: 'status:FAILURE', sort: 'finished', order: 'desc', shared: false },
      owner: 'viewer',
    });
    expect((await put('my failures', { q: 'status:SUCCESS' }).expect(200)).body.sort).toBe('created');
    expect(await names('viewer')).toEqual(['my failures']);
    expect(await names('admin')).toEqual([]);
    await get('/views/my%20failures', 'admin').expect(404);
    await remove('my%20failures').expect(204);
    await remove('my%20failures').expect(404);
  });

  it('shares one, which only its owner and admins change', async () => {
    await put('ops', { q: 'queue:tasks', shared: true }, 'viewer').expect(403);
    await put('ops', { q: 'queue:tasks', shared: true }, 'operator').expect(201);
    expect((await get('/views/ops').expect(200)).body).toMatchObject({ shared: true, owner: 'operator' });
    expect((await remove('ops', 'viewer').expect(403)).body.detail).toMatch(/owner or an admin/);
    const changed = await put('ops', { q: 'tag:x', shared: true }, 'admin').expect(200);
    expect(changed.body).toMatchObject({ q: 'tag:x', owner: 'operator' });
    await put('ops', { q: 'tag:mine' }).expect(201);
    expect((await get('/views/ops')).body).toMatchObject({ q: 'tag:mine', shared: false });
    await remove('ops').expect(204);
    expect((await get('/views/ops')).body).toMatchObject({ q: 'tag:x', shared: true });
    await put('ops', { q: 'tag:x' }, 'operator').expect(201);
    expect(await names('viewer')).toEqual([]);
  });

  it('is audited', async () => {
    await put('audited', { q: 'tag:x', shared: true }, 'operator').expect(201);
    const { body } = await get('/audit', 'admin').expect(200);
    expect(body.items[0]).toMatchObject({ action: 'view.put', target: 'audited' });
  });

  it.each([
    ['a', { q: 'no:such' }, { pointer: '/q', column: 1 }],
    ['a', {}, { pointer: '/q' }],
    ['a', { q: '', sort: 'name' }, { pointer: '/sort' }],
    [' a', { q: '' }, { parameter: 'name' }],
    ['x'.repeat(65), { q: '' }, { parameter: 'name' }],
  ])('refuses %#', async (name, body, error) => {
    expect((await put(name, body).expect(422)).body.errors[0]).toMatchObject(error);
  });

  it('keeps at most a hundred for a key', async () => {
    for (let i = 0; i < 100; i += 1) await put(`v${i}`, { q: '' }, 'submitter').expect(201);
    expect((await put('one more', { q: '' }, 'submitter').expect(422)).body.errors[0].message).toMatch(/100/);
    await put('v0', { q: 'tag:x' }, 'submitter').expect(200);
  });
});
