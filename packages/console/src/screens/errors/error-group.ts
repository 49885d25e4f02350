import type { components } from '@celeriac/client';
import type { TagProps } from '../../components/data/tag.js';

export type ErrorGroup = components['schemas']['ErrorGroupDto'];
export type ErrorState = ErrorGroup['state'];

/** Periods in which failures are counted. */
export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type Window = (typeof WINDOWS)[number];

export function windowOf(text: string | undefined): Window {
  return WINDOWS.find((one) => one === text) ?? '24h';
}

export const WINDOW_NAMES: Readonly<Record<Window, string>> = {
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
};

export const STATE_TONES: Readonly<Record<ErrorState, NonNullable<TagProps['tone']>>> = {
  open: 'plain',
  reopened: 'failure',
  resolved: 'success',
  ignored: 'warning',
};

/** True if each word occurs in the name of the task, the error or its message. */
export function matchesWords(group: ErrorGroup, words: string): boolean {
  const text = `${group.name} ${group.error_type} ${group.message_pattern}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
