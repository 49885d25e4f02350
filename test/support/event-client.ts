import { EventEmitter, once } from 'node:events';
import { type IncomingMessage, get } from 'node:http';

export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: any;
}

/** A client of server-sent events that records everything it received, and does not reconnect. */
export class EventClient {
  readonly events: ReceivedEvent[] = [];
  /** The last `retry:` in ms. */
  retryMs: number | undefined;
  private readonly news = new EventEmitter();
  private isOver = false;
  private rest = '';

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', () => undefined); // disconnected: `close` follows
    response.once('close', () => {
      this.isOver = true;
      this.news.emit('news');
    });
  }

  static async open(
    url: string,
    lastEventId?: string,
    others: Record<string, string> = {},
  ): Promise<EventClient> {
    const headers = { ...others, ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }) };
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    return new EventClient(response);
  }

  /** Waits for the first matching event, including those already received. */
  async until(fits: (event: ReceivedEvent) => boolean): Promise<ReceivedEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found !== undefined) return found;
      if (this.isOver)
        throw new Error(`The stream ended after ${JSON.stringify(this.events).slice(0, 2_000)}`);
      await once(this.news, 'news');
    }
  }

  /** Waits for the end, and returns the events before it. */
  async all(): Promise<readonly ReceivedEvent[]> {
    while (!this.isOver) await once(this.news, 'news');
    return this.events;
  }

  /** Log lines by number. */
  get lines(): Map<number, string> {
    const logs = this.events.filter(({ event }) => event === 'log').map(({ data }) => data);
    return new Map(
      logs.flatMap(({ first, lines }) =>
        lines.map((line: string, i: number): [number, string] => [Number(first) + i, line]),
      ),
    );
  }

  /** The received statuses, in order. */
  get statuses(): string[] {
    const seen = this.events.map(({ data }) => data.status).filter((status) => status !== undefined);
    return seen.filter((status, i) => status !== seen[i - 1]);
  }

  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }

  hangUp(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.read(Object.fromEntries(block.split('\n').map(fieldOf)));
    this.news.emit('news');
  }

  private read({ id, event, data, retry }: Record<string, string>): void {
    if (retry !== undefined) this.retryMs = Number(retry);
    if (data !== undefined) this.events.push({ id: id ?? '', event: event ?? '', data: JSON.parse(data) });
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
}
