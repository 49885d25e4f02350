import type { LiveRedis } from '../../../core/index.js';
import { storeResults } from './result-scripts.js';

/** Maximum number of results stored by one script. */
const BATCH = 50;

/** A result that is to be stored. */
interface Due {
  readonly key: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly settle: (error?: Error) => void;
}

/** Stores the results of one turn of the event loop together: half of the cost of one was its own write. */
export class ResultBatches {
  private due: Due[] = [];

  constructor(
    private readonly redis: () => LiveRedis,
    private readonly expiresMs: number,
  ) {}

  store(key: string, text: string, isFinal: boolean): Promise<void> {
    if (this.due.length === 0) setImmediate(() => this.flush());
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => (error === undefined ? resolve() : reject(error));
      this.due.push({ key, text, isFinal, settle });
    });
  }

  private flush(): void {
    const due = this.due;
    this.due = [];
    for (let from = 0; from < due.length; from += BATCH) void this.run(due.slice(from, from + BATCH));
  }

  private async run(batch: readonly Due[]): Promise<void> {
    try {
      const errors = await storeResults.run(this.redis(), {
        results: batch.map(({ key }) => key),
        given: batch.flatMap(({ text, isFinal }) => [text, isFinal ? 'final' : '']),
        expiresMs: this.expiresMs,
      });
      for (const [i, { settle }] of batch.entries()) settle(errors[i] ? new Error(errors[i]) : undefined);
    } catch (error) {
      for (const { settle } of batch) settle(error as Error);
    }
  }
}
