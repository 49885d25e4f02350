import { isExact } from './rules/exact-number.js';
import type { InputProblem } from './invalid-input.error.js';

/** Maximum number of losses reported for one text: their paths may be long. */
const MAX_LOSSES = 10;

/**
 * Matches every number that could lose something (many digits, an exponent, or a minus before zero) and half a
 * character.
 */
const SUSPECT = /[\d.]{16}|\de[-+]?\d|-0(?:\.0*)?\s*(?:[,\]}]|$)|\\ud[89ab]/i;
/** The tokens of a JSON text; literals are skipped. An unterminated string extends to the end of the text. */
const TOKENS = /"[^"\\]*(?:\\[^]?[^"\\]*)*(?:"|$)|-?\d[\d.eE+-]*|[[\]{},]/g;
const HALF_CHARACTER = /\p{Cs}/u;

const NUMBER_LOST = 'is a number that loses digits in a 64-bit float. Send it as a string';
const CHARACTER_LOST = 'has an unpaired surrogate, which is not a character';

/**
 * Finds information in a JSON text that parsing loses: digits of numbers that a double cannot hold (RFC 7493, section
 * 2.2), all but the last of several members with one name (2.3), and halves of surrogate pairs, which UTF-8 cannot
 * encode (2.1).
 *
 * @param text valid JSON
 * @param keys total number of keys of all objects in the parsed value
 */
export function lossesIn(text: string, keys: number): InputProblem[] {
  if (!SUSPECT.test(text) && !hasMoreKeys(text, keys)) return [];
  const reader = new LossReader();
  for (const [token] of text.matchAll(TOKENS)) {
    reader.read(token);
    if (reader.losses.length >= MAX_LOSSES) break;
  }
  return reader.losses;
}

/** May return true in vain, because a text value can look like a key. */
function hasMoreKeys(text: string, keys: number): boolean {
  return (text.match(/"\s*:/g)?.length ?? 0) > keys;
}

/** An object or a list that is being read. */
interface Level {
  /** Member names so far, for an object. */
  readonly names: Set<string> | undefined;
  /** The current member name or item index; undefined before a name. */
  at: string | number | undefined;
}

class LossReader {
  readonly losses: InputProblem[] = [];
  private readonly levels: Level[] = [];

  read(token: string): void {
    if (token === '{') this.levels.push({ names: new Set(), at: undefined });
    else if (token === '[') this.levels.push({ names: undefined, at: 0 });
    else if (token === '}' || token === ']') this.levels.pop();
    else if (token === ',') this.next();
    else if (token.startsWith('"')) this.readText(token);
    else if (!isExact(token)) this.lose(NUMBER_LOST);
  }

  private next(): void {
    const level = this.levels.at(-1);
    if (level) level.at = typeof level.at === 'number' ? level.at + 1 : undefined;
  }

  private readText(token: string): void {
    const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
    const level = this.levels.at(-1);
    if (level?.names !== undefined && level.at === undefined) {
      level.at = text;
      if (level.names.has(text)) this.lose('is given twice in one object');
      level.names.add(text);
    }
    if (token.includes('\\') && HALF_CHARACTER.test(text)) this.lose(CHARACTER_LOST);
  }

  private lose(message: string): void {
    const path = this.levels.map(({ at }) => String(at));
    this.losses.push({ path, message: `${path.at(-1) ?? 'the value'} ${message}` });
  }
}
