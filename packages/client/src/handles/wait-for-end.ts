import type { CallOptions } from '../call-options.js';
import { ResultTimeoutError, isTransient } from '../errors.js';
import { limitTime } from '../transport/limit-time.js';
import { pause } from '../transport/pause.js';

export interface WaitOptions {
  /** Rejects with a ResultTimeoutError after this time. Default: no limit. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

interface Watched<State> {
  readonly id: string;
  state(options: CallOptions): Promise<State>;
  events(options: CallOptions): AsyncGenerator;
}

/** Browsers open six HTTP/1.1 connections to a server: waiting must leave some of them for requests. */
const MOST_STREAMS = 3;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/** Waits for the ends of tasks and workflows: for a few by their events, for further ones by polling. */
export class EndWaiter {
  private streams = 0;

  /** @throws ResultTimeoutError, the reason of the signal, or the error of a request */
  async wait<State extends { readonly status: string }>(
    watched: Watched<State>,
    options: WaitOptions,
  ): Promise<State> {
    const timeout = (): Error => new ResultTimeoutError(watched.id, options.timeoutMs ?? 0);
    return limitTime(options, timeout, async (signal) => {
      if (this.streams < MOST_STREAMS) await this.lastEvent(watched, signal);
      return poll(watched, signal);
    });
  }

  /** Returns early if the API serves no more streams. */
  private async lastEvent(watched: Watched<unknown>, signal: AbortSignal): Promise<void> {
    this.streams += 1;
    try {
      for await (const _ of watched.events({ signal }));
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;
    } finally {
      this.streams -= 1;
    }
  }
}

async function poll<State extends { readonly status: string }>(
  watched: Watched<State>,
  signal: AbortSignal,
): Promise<State> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const state = await watched.state({ signal });
    if (['SUCCESS', 'FAILURE', 'REVOKED'].includes(state.status)) return state;
    await pause(pauseMs, signal);
  }
}
