import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { isPaused, onChanges } from './live.js';
import { isSuspended } from './reachability.js';
import type { TaskChange } from './types.js';

/** Data of a screen. After a failed reload the old data stay, with the time that they are from. */
export interface Loaded<T> {
  readonly data: T | undefined;
  /** The error of the last try; undefined if it succeeded. */
  readonly error: unknown;
  /** When `data` was read, ms since 1970. */
  readonly at: number | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

export interface LoadOptions {
  /** Reads again after changes that concern this screen; omitted: never because of a change. */
  readonly on?: (change: TaskChange) => boolean;
  /** Reads again this long after the last answer, for facts that no change tells; default: never. */
  readonly everyMs?: number;
}

/** Changes of tasks may come four times a second; a screen is read again once in this time at most. */
const LEAST_MS = 1_000;
/** Time to the next try after an error, unless `everyMs` is shorter. */
const RETRY_MS = 5_000;

/**
 * Reads data and keeps them current: on changes, after a time, and after errors. Nothing is read while the page is hidden,
 * updates are paused, or the session has ended.
 *
 * @param load must pass the signal on; called again when `deps` change
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  options: LoadOptions = {},
): Loaded<T> {
  const state = useSignal<Omit<Loaded<T>, 'reload'>>({
    data: undefined,
    error: undefined,
    at: undefined,
    isLoading: true,
  });
  const latest = useRef({ load, options });
  latest.current = { load, options };
  const control = useRef<Reader | undefined>(undefined);

  useEffect(() => {
    state.value = { ...state.value, isLoading: true };
    const reader = readRepeatedly(state, latest);
    control.current = reader;
    return () => reader.stop();
  }, deps);

  const reload = useCallback(() => control.current?.now(), []);
  return { ...state.value, reload };
}

interface Reader {
  now(): void;
  stop(): void;
}

function readRepeatedly<T>(
  state: ReadonlySignal<Omit<Loaded<T>, 'reload'>> & { value: Omit<Loaded<T>, 'reload'> },
  latest: { readonly current: { load: (signal: AbortSignal) => Promise<T>; options: LoadOptions } },
): Reader {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReading = false;
  let isWanted = false;
  let lastAt = 0;

  const read = async (): Promise<void> => {
    clearTimeout(timer);
    if (isReading) return void (isWanted = true);
    isReading = true;
    isWanted = false;
    try {
      const data = await latest.current.load(end.signal);
      if (end.signal.aborted) return;
      state.value = { data, error: undefined, at: Date.now(), isLoading: false };
    } catch (error) {
      if (end.signal.aborted) return;
      state.value = { ...state.value, error, isLoading: false };
    } finally {
      isReading = false;
      lastAt = Date.now();
    }
    plan();
  };
  const plan = (): void => {
    if (isWanted) return later(LEAST_MS);
    const { everyMs } = latest.current.options;
    const waitMs = state.value.error === undefined ? everyMs : Math.min(everyMs ?? RETRY_MS, RETRY_MS);
    if (waitMs !== undefined) later(waitMs);
  };
  const later = (waitMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (isAsleep() ? later(LEAST_MS) : void read()), waitMs);
  };
  const stopFollowing = onChanges(({ changes, isIncomplete }) => {
    const { on } = latest.current.options;
    if (on === undefined || isWanted || !(isIncomplete || changes.some(on))) return;
    isWanted = true;
    if (!isReading) later(Math.max(0, lastAt + LEAST_MS - Date.now()));
  });
  void read();
  return {
    now: () => void read(),
    stop: () => {
      end.abort();
      clearTimeout(timer);
      stopFollowing();
    },
  };
}

function isAsleep(): boolean {
  return isPaused.value || isSuspended.value || document.hidden;
}
