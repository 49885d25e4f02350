import type { components } from '@celeriac/client';
import { counted } from '../../format/number.js';

export type Setting = components['schemas']['SettingDto'];

/** The value in words; those of secrets are never known. */
export function valueText({ secret, set, value }: Pick<Setting, 'secret' | 'set' | 'value'>): string {
  if (secret) return set ? 'set, not shown' : 'not set';
  if (value === null || value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function matchesSetting({ name, description }: Setting, words: string): boolean {
  const text = `${name} ${description}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** `1.4.1 (3 workers), 1.4.0 (1 worker)` */
export function workerVersions(workers: readonly { readonly version: string }[]): string {
  const counts = new Map<string, number>();
  for (const { version } of workers) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, number]) => `${version} (${counted(number, 'worker')})`).join(', ');
}
