import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useQuery } from './use-query.js';

const PAUSE_MS = 300;

/** The text of a filter, which becomes the parameter `name` of the address when the person pauses typing. */
export function useFilterText(name: string): {
  readonly value: string;
  readonly onInput: (value: string) => void;
} {
  const { query, setQuery } = useQuery();
  const inAddress = query[name] ?? '';
  const typed = useSignal<string | undefined>(undefined);
  useEffect(() => {
    typed.value = undefined;
  }, [inAddress]);
  useEffect(() => {
    const text = typed.value;
    if (text === undefined || text.trim() === inAddress) return;
    const timer = setTimeout(() => setQuery({ [name]: text.trim() }, true), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return { value: typed.value ?? inAddress, onInput: (value) => (typed.value = value) };
}
