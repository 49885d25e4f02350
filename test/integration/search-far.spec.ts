import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BrokerSearch } from '../../src/core/search/broker-search.js';
import { fill } from '../support/bulk.js';
import { useApp } from '../support/use-api.js';

describe('a search through many tasks of which few match', () => {
  const stand = useApp();
  let rare: string[];

  beforeAll(async () => {
    const server = stand.app.getHttpServer();
    rare = await fill(server, 5, { payload: { x: 1, y: 77 }, options: { tags: ['team/Rare', 'é'] } });
    const { body } = await stand
      .api()
      .post('/tasks/notifications.send-email')
      .send({ payload: { to: 'a@b.co', subject: 's', text: 'a needle' } })
      .expect(201);
    rare.push(body.task_id as string);
    await fill(server, 2_500, { payload: { x: 1, y: 2 }, options: { tags: ['usual'] } });
  });

  async function found(query: object) {
    const all: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = { ...query, ...(cursor && { cursor }) };
      const { body } = await stand.api().get('/tasks').query(page).expect(200);
      all.push(...body.items.map(({ task_id: id }: { task_id: string }) => id));
      // Only a page that ends early is incomplete.
      if (body.looked) expect(body.looked.complete).toBe(body.next_cursor === null);
      cursor = body.next_cursor;
    }
    return all.map((id) => rare.indexOf(id));
  }

  it.each([
    [{ tag: 'team/Rare' }, [4, 3, 2, 1, 0]],
    [{ tag: 'é', status: 'PENDING' }, [4, 3, 2, 1, 0]],
    [{ name: 'notifications.send-email' }, [5]],
    [{ q: 'tag:TEAM/rare' }, [4, 3, 2, 1, 0]],
    [{ q: 'tag:é' }, [4, 3, 2, 1, 0]],
    [{ q: '-tag:usual' }, [5, 4, 3, 2, 1, 0]],
    [{ q: 'name:NOTIF*' }, [5]],
    [{ q: '-name:math.*' }, [5]],
    [{ q: 'queue:notifications' }, [5]],
    [{ q: 'tag:é', order: 'asc' }, [0, 1, 2, 3, 4]],
    [{ q: 'needle' }, [5]],
    [{ q: 'payload.y:77' }, [4, 3, 2, 1, 0]],
    [{ q: 'payload.text:"a needle"' }, [5]],
  ])('finds them all: %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  describe('through a stretch that a cursor names', () => {
    afterEach(() => void jest.restoreAllMocks());

    it('ends in time, wherever the stretch ends', async () => {
      let now = performance.now();
      jest.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
      const { among, lookedAt } = await stand.app.get(BrokerSearch).page({
        ...{ conditions: [], sort: 'run_ms', order: 'desc', limit: 10, withPayload: false },
        among: { to: null },
      });
      expect(lookedAt).toBeLessThan(2_506);
      expect(among?.to).toEqual(expect.any(String));
    });
  });
});
