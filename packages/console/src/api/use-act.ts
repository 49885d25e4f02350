import { useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import { showToast } from '../components/feedback/toasts.js';
import { shownError } from './shown-error.js';

/** An action of the person that is carried out by the API. */
export interface Act<Arguments extends unknown[]> {
  /** Carries it out, once at a time. @returns whether it succeeded */
  readonly run: (...given: Arguments) => Promise<boolean>;
  readonly isRunning: boolean;
  /** Why the last run failed; undefined after a success. */
  readonly error: unknown;
}

/**
 * @param act resolves to the sentence that tells what was done; nothing is told of another value
 * @param isQuiet true where the caller shows the error in its place
 */
export function useAct<Arguments extends unknown[]>(
  act: (...given: Arguments) => Promise<unknown>,
  isQuiet = false,
): Act<Arguments> {
  const state = useSignal<{ isRunning: boolean; error: unknown }>({ isRunning: false, error: undefined });
  const run = useCallback(
    async (...given: Arguments) => {
      if (state.value.isRunning) return false;
      state.value = { isRunning: true, error: undefined };
      try {
        const said = await act(...given);
        state.value = { isRunning: false, error: undefined };
        if (typeof said === 'string') showToast({ text: said, tone: 'success' });
        return true;
      } catch (error) {
        state.value = { isRunning: false, error };
        const { title, detail } = shownError(error);
        if (!isQuiet) showToast({ text: detail || title, tone: 'failure' });
        return false;
      }
    },
    [act],
  );
  return { run, ...state.value };
}
