import { REDACTED } from './redacted.js';

/** What is shorter is not looked for: `"a"` would make every text unreadable. */
const MIN_LENGTH = 4;

/**
 * The texts by which secret values could be told again: every text and number in them, as it is, as it stands in JSON
 * and in a URL, and each line of a text that has several. Takes them out of what is said, the longest first.
 */
export class SecretTexts {
  static readonly none = new SecretTexts([]);

  private constructor(private readonly texts: readonly string[]) {}

  /** @param values JSON, of any depth */
  static of(values: readonly unknown[]): SecretTexts {
    const texts = values.flatMap(textsIn).flatMap(formsOf);
    const long = [...new Set(texts)].filter(({ length }) => length >= MIN_LENGTH);
    return long.length === 0 ? SecretTexts.none : new SecretTexts(long.sort((a, b) => b.length - a.length));
  }

  occursIn(text: string): boolean {
    return this.texts.some((secret) => text.includes(secret));
  }

  /** The text with `[redacted]` in the place of each secret. */
  scrub(text: string): string {
    // Cut apart and joined at the end, so that no secret is found in the `[redacted]` of another.
    return this.texts
      .reduce((pieces, secret) => pieces.flatMap((piece) => piece.split(secret)), [text])
      .join(REDACTED);
  }

  /** The same for JSON: its texts, its numbers, the names in it. */
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
    return text; // half a surrogate pair has no form in a URL
  }
}
