import { createClient } from '@celeriac/client';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);
/** A gap announced within this time after the end of a task excuses that a stream has not received it. */
const ANNOUNCED_WITHIN_MS = 60_000;

/** Streams of the changes of all tasks, opened by the client that the console uses, with what they receive. */
export class Fleet {
  /** A bit for each stream that has received the end, by task id. */
  ends = new Map();
  /** Times at which a stream announced that changes are missing, by stream. */
  gaps;
  /** Streams that ended, or answered what is no event. */
  broken = [];
  end = new AbortController();

  constructor(url, count) {
    const client = createClient({ url });
    this.gaps = Array.from({ length: count }, () => []);
    this.running = this.gaps.map((gaps, i) => this.read(client, gaps, 1 << i));
  }

  async read(client, gaps, bit) {
    try {
      for await (const { type, data } of client.events({}, { signal: this.end.signal })) {
        if (type === 'task' && FINAL.has(data.status))
          this.ends.set(data.task_id, (this.ends.get(data.task_id) ?? 0) | bit);
        else if (type !== 'task' && !data.resumed) gaps.push(Date.now());
      }
      if (!this.end.signal.aborted) this.broken.push('ended');
    } catch (error) {
      if (!this.end.signal.aborted) this.broken.push(String(error));
    }
  }

  /** Number of gaps after the first `ready` of each stream. */
  get announced() {
    return this.gaps.reduce((sum, { length }) => sum + length - 1, 0);
  }

  /** Ends that a stream has not received, and whose loss it did not announce. @param tasks { id, finishedAt } */
  unannounced(tasks) {
    const isExcused = (finishedAt) => (at) => at >= finishedAt && at - finishedAt < ANNOUNCED_WITHIN_MS;
    return this.gaps.flatMap((gaps, i) =>
      tasks.filter(
        ({ id, finishedAt }) => !((this.ends.get(id) ?? 0) & (1 << i)) && !gaps.some(isExcused(finishedAt)),
      ),
    );
  }

  async stop() {
    this.end.abort();
    await Promise.all(this.running);
  }
}
