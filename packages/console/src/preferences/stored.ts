import { type Signal, effect, signal } from '@preact/signals';

/**
 * A preference that this browser remembers. Storage may be blocked or hold anything: then the default counts.
 *
 * @param isValid judges what was stored
 */
export function stored<T>(name: string, initial: T, isValid: (value: unknown) => value is T): Signal<T> {
  const key = `celeriac.${name}`;
  const preference = signal(read(key, initial, isValid));
  effect(() => {
    const text = JSON.stringify(preference.value);
    try {
      localStorage.setItem(key, text);
    } catch {
      // A browser that stores nothing forgets the choice with the page.
    }
  });
  return preference;
}

function read<T>(key: string, initial: T, isValid: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isValid(value) ? value : initial;
  } catch {
    return initial;
  }
}

export function oneOf<const T extends string>(...values: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => values.some((one) => one === value);
}
