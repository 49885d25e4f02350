import { beforeEach, describe, expect, it } from '@jest/globals';
import { newSnapshot } from '../../core/bullmq/job-snapshot.js';
import type { FleetFeed } from '../../core/watch/fleet/fleet-feed.js';
import { RecentChanges } from '../../core/watch/fleet/recent-changes.js';
import type { EventStream, ServerSentEvent } from '../streams/event-stream.js';
import { FleetClient } from './fleet-client.js';
import { FleetFilter } from './fleet-filter.js';

const ROOM = 2_000;
const definition = { name: 'test.any', queue: 'tasks', payload: Object } as const;

describe('FleetClient', () => {
  let changes: RecentChanges;
  let feed: { id: string; skipped: number; gaps: number; isLive: boolean };
  let stream: { isOpen: boolean; isBehind: boolean };
  let sent: string[];

  beforeEach(() => {
    changes = new RecentChanges(ROOM);
    sent = [];
    feed = Object.defineProperties(
      { id: '00000001', skipped: 0, gaps: 0, isLive: true },
      {
        position: { get: () => changes.position },
        since: { value: (position: number) => changes.since(position) },
      },
    );
    stream = Object.assign(
      { isOpen: true, isBehind: false },
      {
        send: ([event]: ServerSentEvent[]) =>
          sent.push(`${event?.id} ${event?.event} ${JSON.stringify(event?.data)}`),
        sendFrames: (frames: Buffer | string) =>
          sent.push(...[...String(frames).matchAll(/^id: (\S+)$/gm)].map(([, id = '']) => id)),
      },
    );
  });

  // Only the used parts of both.
  const create = (wanted: object = {}, lastEventId?: string) =>
    new FleetClient(
      stream as unknown as EventStream,
      feed as unknown as FleetFeed,
      new FleetFilter(wanted),
      lastEventId,
    );
  const change = (id: string, count = 1) => {
    for (let i = 0; i < count; i++)
      changes.add(newSnapshot(definition, { jobId: `${id}${i}`, timestamp: 0, attempts: 1 }));
  };

  it('says nothing before changes are heard of', () => {
    feed.isLive = false;
    const client = create();
    client.look(new Map());
    expect(sent).toEqual([]);
    feed.isLive = true;
    client.look(new Map());
    expect(sent).toEqual(['00000001-0 ready {"resumed":false}']);
  });

  it('leaves a slow reader alone, then sends the newest change of each task', () => {
    const client = create();
    client.look(new Map());
    stream.isBehind = true;
    change('a');
    client.look(new Map());
    expect(sent).toHaveLength(1);
    change('b');
    stream.isBehind = false;
    client.look(new Map());
    expect(sent.slice(1)).toEqual(['00000001-1', '00000001-2']);
  });

  it('resets a reader that is too slow, and goes on', () => {
    const client = create();
    client.look(new Map());
    change('a', ROOM + 1);
    client.look(new Map());
    change('b');
    client.look(new Map());
    expect(sent.slice(1)).toEqual([
      `00000001-${ROOM + 1} reset {"reason":"too-slow"}`,
      `00000001-${ROOM + 2}`,
    ]);
  });

  it('gives a reader whose filter matches nothing its new position now and then', () => {
    const client = create({ queue: 'fetch' });
    client.look(new Map());
    change('a', 10);
    client.look(new Map());
    change('b', 1_000);
    client.look(new Map());
    expect(sent.slice(1)).toEqual(['00000001-1010']);
  });

  it('shares the frames of equal filters within a turn', () => {
    const [one, two] = [create(), create()];
    const first = new Map<string, Buffer>();
    one.look(first);
    two.look(first);
    change('a');
    const frames = new Map<string, Buffer>();
    one.look(frames);
    two.look(frames);
    expect([...frames.values()].filter(({ length }) => length > 0)).toHaveLength(1);
    expect(sent.slice(2)).toEqual(['00000001-1', '00000001-1']);
  });

  it('counts skipped changes from its beginning on', () => {
    feed.skipped = 5;
    const client = create();
    client.look(new Map());
    feed.skipped = 7;
    client.look(new Map());
    client.look(new Map());
    expect(sent.slice(1)).toEqual(['00000001-0 skipped {"skipped":2}']);
  });
});
