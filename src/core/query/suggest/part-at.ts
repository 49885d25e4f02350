/** The part of a query in which the cursor is: of the name of a field, of free text, or of one alternative. */
export interface PartAt {
  /** The place of its term, from 0. */
  readonly termStart: number;
  /** Its own place, without `-`, operators and quotes before it. */
  readonly from: number;
  readonly to: number;
  /** From its beginning up to the cursor, without quotes. */
  readonly prefix: string;
  /** The name of the field before the colon; undefined if the cursor is in that name, or in free text. */
  readonly field: string | undefined;
  /** `>=`, `>` and the like before a value. */
  readonly operator: string;
}

/** Finds the part, also in a query that is not complete. */
export function partAt(text: string, cursor: number): PartAt {
  const { termStart, start, field, isInQuote } = placeOf(text, cursor);
  const [operator = ''] = (field === undefined ? /^-?/ : /^[<>]?=?/).exec(text.slice(start, cursor)) ?? [];
  const from = start + operator.length;
  const prefix = text.slice(from, cursor).replace(/\\(["\\])|"/g, '$1');
  return { termStart, from, to: endOf(text, cursor, isInQuote), prefix, field, operator };
}

function placeOf(text: string, cursor: number) {
  let [termStart, start, isInQuote] = [0, 0, false];
  let field: string | undefined;
  for (let i = 0; i < cursor; i++) {
    const character = text.charAt(i);
    if (character === '"') isInQuote = !isInQuote;
    else if (isInQuote) i += character === '\\' ? 1 : 0;
    else if (/\s/.test(character)) [termStart, start, field] = [i + 1, i + 1, undefined];
    else if (character === ':' && field === undefined)
      [start, field] = [i + 1, text.slice(termStart, i).replace(/^-/, '')];
    else if (character === '|') start = i + 1;
  }
  return { termStart, start, field, isInQuote };
}

/** The end of the part: a space, a `|`, or the quote that is open at the cursor. */
function endOf(text: string, cursor: number, isInQuote: boolean): number {
  const rest = text.slice(cursor);
  const length = isInQuote ? (/^[^"]*"/.exec(rest)?.[0].length ?? rest.length) : rest.search(/[\s|]|$/);
  return cursor + length;
}
