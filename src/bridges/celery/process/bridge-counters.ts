import { Injectable } from '@nestjs/common';

/** Counts by a word, such as the name of a queue. Words from outside do not belong here: their number has no limit. */
export class CountsByWord {
  private readonly counts = new Map<string, number>();

  add(word: string): void {
    this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  entries(): [word: string, count: number][] {
    return [...this.counts];
  }
}

/** Counts the work of this bridge since its start, for its metrics. */
@Injectable()
export class BridgeCounters {
  /** Messages taken from Celery's broker, by queue. */
  readonly taken = new CountsByWord();
  /** Messages that became no task, by reason: see `RefusalReason`. */
  readonly refused = new CountsByWord();
  /** Control commands received, by method; `unknown` for all methods that there are not. */
  readonly commands = new CountsByWord();
  /** Ends of tasks whose results Celery's backend has. */
  endsTold = 0;
  /** Tasks sent for callbacks, chains and chords. */
  canvasSent = 0;
  /** Messages with events published. */
  eventsPublished = 0;
  /** True while this bridge answers control commands and beats for the workers. */
  isFace = false;
}
