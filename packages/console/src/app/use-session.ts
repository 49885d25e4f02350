import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isSessionOver } from '../api/reachability.js';
import { isLocked, loadSession } from './session.js';

/** Time to the next try while the API, or the broker, does not answer. */
const RETRY_MS = 5_000;

export interface SessionCheck {
  /** Why the session could not be read; undefined if it was. */
  readonly error: unknown;
  /** False while the broker is away: the session may be valid although it is not recognised. */
  readonly isChecked: boolean;
}

/** Reads the session when the page opens, and again when a request was refused for lack of one. */
export function useSessionCheck(): SessionCheck {
  const state = useSignal<SessionCheck>({ error: undefined, isChecked: true });
  const isOver = isSessionOver.value && !isLocked.value;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = async (): Promise<void> => {
      try {
        state.value = { error: undefined, isChecked: await loadSession() };
      } catch (error) {
        state.value = { ...state.value, error };
      }
      if (state.value.error !== undefined || !state.value.isChecked)
        timer = setTimeout(() => void check(), RETRY_MS);
    };
    void check();
    return () => clearTimeout(timer);
  }, [isOver]);
  return state.value;
}
