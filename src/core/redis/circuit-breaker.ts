import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'ioredis';

/** How long after a question that was not answered the next one is asked. */
const LOOK_EVERY_MS = 250;

/** What a command is rejected with that is not sent, because the broker did not answer those before. */
export class BrokerSilentError extends Error {
  override readonly name = 'BrokerSilentError';

  constructor() {
    super('it left others unanswered just now, and is not asked again before it answers');
  }
}

/** Rejects a command as ioredis does it itself where it cannot write. */
export function refuseSilent(command: Pick<Command, 'promise' | 'reject'>): Command['promise'] {
  command.reject(new BrokerSilentError());
  return command.promise;
}

/** Whom a breaker asks whether the broker answers again. */
export interface Probed {
  ping(): Promise<unknown>;
  /** What has come over its connections so far. */
  readonly bytesRead: number;
}

/**
 * Keeps commands from a broker that takes them and does not answer: each would wait for its own time limit. The first
 * that did opens it; from then on commands fail at once, and one question at a time looks whether the broker is back.
 * The first good answer closes it. A broker that refuses connections needs no breaker: there commands fail by
 * themselves. Nor does one that is in the middle of a long answer: while bytes arrive it is slow, but not silent.
 */
export class CircuitBreaker {
  private open = false;
  /** Looks whether bytes arrive. */
  private isInDoubt = false;

  /** @param onChange told when it opens, and when it closes again */
  constructor(
    private readonly onChange: (isOpen: boolean) => void,
    private readonly lookEveryMs = LOOK_EVERY_MS,
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  /** A command was not answered in time. */
  trip(client: Probed): void {
    if (this.open || this.isInDoubt) return;
    this.isInDoubt = true;
    const { bytesRead } = client;
    setTimeout(() => {
      const isDoubted = this.isInDoubt; // nobody has connected anew meanwhile
      this.isInDoubt = false;
      if (isDoubted && client.bytesRead === bytesRead) this.begin(client);
    }, this.lookEveryMs).unref();
  }

  private begin(client: Probed): void {
    this.open = true;
    this.onChange(true);
    void this.look(client);
  }

  /** The broker answers, or there is a new connection to it. */
  reset(): void {
    this.isInDoubt = false;
    if (!this.open) return;
    this.open = false;
    this.onChange(false);
  }

  private async look(client: Probed): Promise<void> {
    while (this.open) {
      try {
        await this.ask(client);
        this.reset();
      } catch {
        await pause(this.lookEveryMs, undefined, { ref: false });
      }
    }
  }

  /** The question itself passes: a command is let through, or not, in the moment in which it is given. */
  private ask(client: Probed): Promise<unknown> {
    this.open = false;
    try {
      return client.ping();
    } finally {
      this.open = true;
    }
  }
}
