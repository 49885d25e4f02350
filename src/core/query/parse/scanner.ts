import type { Chunk, Written } from './written.js';

const SPACE = /\s/;

/** Reads a text from left to right. */
export class Scanner {
  private at = 0;

  constructor(readonly text: string) {}

  /** The place of the next character, from 0. */
  get place(): number {
    return this.at;
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  get isAtSpace(): boolean {
    return this.next === '' || SPACE.test(this.next);
  }

  /** Steps over a character, if it is the next one. */
  take(character: string): boolean {
    if (character === '' || this.next !== character) return false;
    this.at++;
    return true;
  }

  skipSpaces(): void {
    while (this.next !== '' && this.isAtSpace) this.at++;
  }

  /**
   * Reads up to a space or an unquoted character of `stops`.
   *
   * @throws OpenQuote
   */
  written(stops: string): Written {
    const start = this.at;
    const chunks: Chunk[] = [];
    while (!this.isAtSpace && !stops.includes(this.next))
      chunks.push(this.next === '"' ? this.quoted() : this.bare(stops));
    return { chunks, start, end: this.at };
  }

  private bare(stops: string): Chunk {
    const start = this.at;
    while (!this.isAtSpace && this.next !== '"' && !stops.includes(this.next)) this.at++;
    return { text: this.text.slice(start, this.at), isQuoted: false };
  }

  /** `\"` and `\\` are escapes; any other backslash is itself. */
  private quoted(): Chunk {
    const start = this.at;
    let text = '';
    for (this.at++; this.next !== '"'; this.at++) {
      if (this.next === '') throw new OpenQuote(start);
      if (this.next === '\\' && /["\\]/.test(this.text.charAt(this.at + 1))) this.at++;
      text += this.next;
    }
    this.at++;
    return { text, isQuoted: true };
  }
}

/** A quote is not closed: nothing can be read after it. */
export class OpenQuote extends Error {
  constructor(readonly start: number) {
    super('This quote is not closed.');
  }
}
