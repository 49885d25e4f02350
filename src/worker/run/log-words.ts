import { redactLine } from '../../platform/redaction/redact-line.js';

const MAX_TEXT = 60;
const MAX_PARTS = 5;
const MAX_LENGTH = 200;

/** Formats a duration for people: `213 ms`, `1.1 s`, `2 min`, `3 h`. */
export function shownMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 360_000) / 10} h`;
}

/**
 * Formats a result for a log line: enough to recognise it, on one line. Shows the first few parts of an object or a
 * list, no nested parts, and nothing whose name suggests a secret. A large result costs no more than a small one.
 */
export function shownResult(result: unknown): string {
  const text = redactLine(JSON.stringify(outlineOf(result))).trim();
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}

function outlineOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value.slice(0, MAX_PARTS).map(partOf);
    return value.length > MAX_PARTS ? [...items, `… ${value.length} in all`] : items;
  }
  if (typeof value !== 'object' || value === null) return partOf(value);
  const outline: [string, unknown][] = [];
  for (const key in value) {
    if (outline.length === MAX_PARTS) return Object.fromEntries([...outline, ['…', '…']]);
    outline.push([key.slice(0, MAX_TEXT), partOf(Reflect.get(value, key))]);
  }
  return Object.fromEntries(outline);
}

function partOf(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= MAX_TEXT ? value : `${value.slice(0, MAX_TEXT)}…`;
  return typeof value === 'object' && value !== null ? '…' : value;
}
