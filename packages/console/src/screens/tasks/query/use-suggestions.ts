import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { components } from '@celeriac/client';
import { api } from '../../../api/client.js';

type Suggestions = components['schemas']['SuggestionsDto'];

export interface SuggestionState {
  readonly found: Suggestions | undefined;
  readonly isOpen: boolean;
  /** Index of the one that Enter takes; -1 for none. */
  readonly active: number;
  readonly ask: (q: string, cursor: number) => void;
  readonly close: () => void;
  /** Makes the next or the previous one active. */
  readonly move: (step: number) => void;
}

/** People write faster than this between two letters of a word. */
const PAUSE_MS = 120;

interface Asking {
  readonly abort: AbortController;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Suggestions of the API for a query that is being written. */
export function useSuggestions(): SuggestionState {
  const found = useSignal<Suggestions | undefined>(undefined);
  const active = useSignal(-1);
  const asking = useRef<Asking | undefined>(undefined);
  const close = (): void => {
    clearTimeout(asking.current?.timer);
    asking.current?.abort.abort();
    found.value = undefined;
    active.value = -1;
  };
  const ask = (q: string, cursor: number): void => {
    clearTimeout(asking.current?.timer);
    asking.current?.abort.abort();
    const abort = new AbortController();
    const read = async (): Promise<void> => {
      const { data } = await api.GET('/tasks/suggest', {
        params: { query: { q, cursor } },
        signal: abort.signal,
      });
      if (abort.signal.aborted) return;
      found.value = data;
      active.value = -1;
    };
    // Without suggestions one writes on.
    asking.current = { abort, timer: setTimeout(() => void read().catch(() => undefined), PAUSE_MS) };
  };
  useEffect(() => close, []);
  const count = found.value?.items.length ?? 0;
  return {
    ...{ found: found.value, isOpen: count > 0, active: active.value, ask, close },
    move: (step) => {
      const from = active.value < 0 && step < 0 ? 0 : active.value;
      active.value = (from + step + count) % count;
    },
  };
}
