import { REDACTED } from './redacted.js';

/** Shorter texts are not redacted: `"a"` would make every line unreadable. */
const MIN_LENGTH = 4;

/**
 * Texts that would reveal secret values: every text and number in them (as is, JSON-escaped and URL-encoded) and each
 * line of a multi-line text. Replaces them in output, the longest first.
 */
export class SecretTexts {
  static readonly none = new SecretTexts([]);

  private constructor(private readonly texts: readonly string[]) {}

  /** @param values JSON of any depth */
  static of(values: readonly unknown[]): SecretTexts {
    const texts = values.flatMap(textsIn).flatMap(formsOf);
    const long = [...new Set(texts)].filter(({ length }) => length >= MIN_LENGTH);
    return long.length === 0 ? SecretTexts.none : new SecretTexts(long.sort((a, b) => b.length - a.length));
  }

  occursIn(text: string): boolean {
    return this.texts.some((secret) => text.includes(secret));
  }

  /** Replaces each secret with `[redacted]`. */
  scrub(text: string): string {
    // Split first and joined at the end, so that no secret is found inside the `[redacted]` of another.
    return this.texts
      .reduce((pieces, secret) => pieces.flatMap((piece) => piece.split(secret)), [text])
      .join(REDACTED);
  }

  /** Like `scrub`, for JSON: texts, numbers and property names. */
  scrubJson(value: unknown): unknown {
    if (this.texts.length === 0) return value;
    if (typeof value === 'string') return this.scrub(value);
    if (typeof value === 'number') return this.occursIn(String(value)) ? REDACTED : value;
    if (Array.isArray(value)) return value.map((item) => this.scrubJson(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.scrub(key), this.scrubJson(item)]),
    );
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function formsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [text, ...lines, JSON.stringify(text).slice(1, -1), inUrl(text)];
}

function inUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // half a surrogate pair cannot be URL-encoded
  }
}
