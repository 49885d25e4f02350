/** One event of a stream of server-sent events. */
export interface RawEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/**
 * Parses server-sent events (WHATWG HTML, section 9.2.6) from texts that may be cut anywhere. An event that the stream
 * does not finish is dropped.
 */
export class EventParser {
  /** The last `retry:`. */
  retryMs: number | undefined;
  private rest = '';
  private event = 'message';
  private data: string[] = [];

  /** @param id of the last event of an earlier stream, which counts until there is another one */
  constructor(private id = '') {}

  /** The events that this text completes. */
  take(text: string): RawEvent[] {
    // A final CR may be half of a CRLF.
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.read(line));
  }

  private read(line: string): RawEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id') this.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  private dispatch(): RawEvent[] {
    const { id, event, data } = this;
    this.event = 'message';
    this.data = [];
    return data.length === 0 ? [] : [{ id, event, data: data.join('\n') }];
  }
}
