import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'ioredis';
import { NamedError } from '../../platform/errors/named-error.js';

/** Interval between probes without an answer. */
const LOOK_EVERY_MS = 250;

/** The error of a command that was not sent because the broker did not answer earlier ones. */
export class BrokerSilentError extends NamedError {
  constructor() {
    super('earlier commands got no response; failing fast until it responds');
  }
}

/** Rejects a command the way ioredis does when it cannot write. */
export function refuseSilent(command: Pick<Command, 'promise' | 'reject'>): Command['promise'] {
  command.reject(new BrokerSilentError());
  return command.promise;
}

/** The client that a breaker probes. */
export interface Probed {
  ping(): Promise<unknown>;
  /** Bytes received over its connections so far. */
  readonly bytesRead: number;
}

/**
 * Protects against a broker that accepts commands and does not answer: each would wait for its own timeout. The first
 * timeout opens the breaker; from then on commands fail at once, and one probe at a time checks whether the broker is
 * back. The first successful answer closes it. A broker that refuses connections needs no breaker, because commands
 * fail anyway. Nor does one in the middle of a long reply: while bytes arrive it is slow, but not silent.
 */
export class CircuitBreaker {
  private open = false;
  /** Checking whether bytes arrive. */
  private isInDoubt = false;

  /** @param onChange called when it opens and when it closes */
  constructor(
    private readonly onChange: (isOpen: boolean) => void,
    private readonly lookEveryMs = LOOK_EVERY_MS,
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  /** Reports a command that timed out. */
  trip(client: Probed): void {
    if (this.open || this.isInDoubt) return;
    this.isInDoubt = true;
    const { bytesRead } = client;
    setTimeout(() => {
      const isDoubted = this.isInDoubt; // no new connection in the meantime
      this.isInDoubt = false;
      if (isDoubted && client.bytesRead === bytesRead) this.begin(client);
    }, this.lookEveryMs).unref();
  }

  private begin(client: Probed): void {
    this.open = true;
    this.onChange(true);
    void this.look(client);
  }

  /** Closes the breaker: the broker responds, or there is a new connection. */
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

  /** Lets the probe itself pass: a command is admitted or refused at the moment it is issued. */
  private ask(client: Probed): Promise<unknown> {
    this.open = false;
    try {
      return client.ping();
    } finally {
      this.open = true;
    }
  }
}
