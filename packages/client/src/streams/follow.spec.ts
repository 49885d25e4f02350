import { expect, it } from '@jest/globals';
import { follow } from './follow.js';

it('ends when the signal aborts, even if the body does not know of it', async () => {
  const controller = new AbortController();
  const endless = new ReadableStream<Uint8Array>({
    start: (body) => body.enqueue(new TextEncoder().encode('id: 1\nevent: log\ndata: {}\n\n')),
  });
  const events = follow({
    ...{ open: () => Promise.resolve(endless), finalEvent: undefined, lastEventId: undefined },
    ...{ signal: controller.signal, reconnectForMs: 0 },
  });
  await expect(events.next()).resolves.toMatchObject({ value: { id: '1' } });
  const next = events.next();
  controller.abort(new Error('enough'));
  await expect(next).rejects.toThrow('enough');
});
