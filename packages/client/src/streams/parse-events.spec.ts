import { describe, expect, it } from '@jest/globals';
import { EventParser } from './parse-events.js';

/** Parses texts one after the other. */
function parse(...texts: readonly string[]) {
  const parser = new EventParser();
  return texts.flatMap((text) => parser.take(text));
}

describe('server-sent events', () => {
  it('have an id, a type and data', () => {
    expect(parse('id: 7\nevent: state\ndata: {"a":1}\n\n')).toEqual([
      { id: '7', event: 'state', data: '{"a":1}' },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('may be cut anywhere, with lines ending in %j', (end) => {
    const text = ['id: 1', 'data: a: b', 'data:c', '', ': ping', 'data: d', '', 'x'].join(end);
    expect(parse(...text.split(''))).toEqual([
      { id: '1', event: 'message', data: 'a: b\nc' },
      { id: '1', event: 'message', data: 'd' },
    ]);
  });

  it('are dropped if the stream ends within them', () => {
    expect(parse('data: whole\n\ndata: half\n')).toEqual([{ id: '', event: 'message', data: 'whole' }]);
  });

  it('set the time before a reconnect, and ignore a value that is none', () => {
    const parser = new EventParser();
    expect(parser.take('retry: 300\n\nretry: soon\n\n')).toEqual([]);
    expect(parser.retryMs).toBe(300);
  });

  it('keep the id of the earlier stream until they have their own', () => {
    const parser = new EventParser('41');
    expect(parser.take('data: a\n\nid: 42\ndata: b\n\n').map(({ id }) => id)).toEqual(['41', '42']);
  });
});
