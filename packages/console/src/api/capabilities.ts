import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from './client.js';
import type { Capabilities } from './types.js';

const capabilities = signal<Capabilities | undefined>(undefined);
let isAsked = false;

/** Capabilities of this installation; undefined until the API has answered. Read once: only a restart changes them. */
export function useCapabilities(): Capabilities | undefined {
  useEffect(() => {
    if (!isAsked) void ask();
  }, []);
  return capabilities.value;
}

async function ask(): Promise<void> {
  isAsked = true;
  try {
    capabilities.value = (await api.GET('/capabilities')).data;
  } catch {
    isAsked = false; // the next screen asks again
  }
}
