import { type Query, QueryError, type QueryFault, type Target, type Term, type Value } from '../query.js';
import type { QueryField } from '../query-fields.js';
import { readTarget } from './read-target.js';
import { type Mistake, isMistake, mistake, readText, readValue, shown } from './read-value.js';
import { OpenQuote, Scanner } from './scanner.js';
import { type Written, isBare, piecesOf, plainText } from './written.js';

/** Bounds of a query. A path may have 10 names, and a value 10 wildcards. */
export const MAX_QUERY_LENGTH = 2_000;
export const MAX_TERMS = 50;
export const MAX_ALTERNATIVES = 20;
/** Values of all terms together: each is compared with every text of a large payload. */
export const MAX_VALUES = 100;
const MAX_FAULTS = 20;

/** Words of other query languages that would be searched for as texts. */
const OPERATORS: Readonly<Record<string, string>> = {
  AND: 'Terms are joined by AND as they are: leave it out.',
  OR: 'Alternatives are written as status:FAILURE|REVOKED.',
  NOT: 'A term is negated by - in front of it: -tag:test.',
};

/**
 * Reads a query. The empty text is the query that every task fits.
 *
 * @throws QueryError with all mistakes, at most 20
 */
export function parseQuery(text: string): Query {
  const fault = faultIn(text);
  if (fault !== undefined) throw new QueryError([fault]);
  return new QueryParser(text).parse();
}

/** A mistake that makes reading pointless. */
function faultIn(text: string): QueryFault | undefined {
  const { length } = text;
  if (length > MAX_QUERY_LENGTH)
    return {
      ...{ column: MAX_QUERY_LENGTH + 1, length: length - MAX_QUERY_LENGTH, suggestions: [] },
      message: `A query may have up to ${MAX_QUERY_LENGTH} characters, and this one has ${length}.`,
    };
  const odd = /[\0\p{Surrogate}]/u.exec(text);
  return odd === null
    ? undefined
    : { column: odd.index + 1, length: 1, message: 'No text can contain this character.', suggestions: [] };
}

class QueryParser {
  private readonly scanner: Scanner;
  private readonly terms: Term[] = [];
  private readonly faults: QueryFault[] = [];
  private values = 0;

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  parse(): Query {
    try {
      this.readTerms();
    } catch (error) {
      if (!(error instanceof OpenQuote)) throw error;
      const { start, message } = error;
      this.addFault({ start, end: this.scanner.text.length }, mistake(message));
    }
    if (this.faults.length > 0) throw new QueryError(this.faults);
    return { terms: this.terms };
  }

  private readTerms(): void {
    for (let count = 1; ; count++) {
      this.scanner.skipSpaces();
      const start = this.scanner.place;
      if (this.scanner.next === '' || this.faults.length >= MAX_FAULTS) return;
      if (count > MAX_TERMS) {
        const tooMany = `A query may have up to ${MAX_TERMS} terms.`;
        return this.addFault({ start, end: this.scanner.text.length }, mistake(tooMany));
      }
      const term = this.readTerm();
      if (term !== undefined) this.terms.push(term);
    }
  }

  private readTerm(): Term | undefined {
    const start = this.scanner.place;
    const isNegated = this.scanner.take('-');
    if (isNegated && this.scanner.isAtSpace) {
      this.addFault({ start, end: start + 1 }, mistake('Nothing follows this -. Quote it to search for it.'));
      return undefined;
    }
    const head = this.scanner.written(':|');
    return this.scanner.take(':') ? this.readField(head, isNegated) : this.readFreeText(head, isNegated);
  }

  private readField(head: Written, isNegated: boolean): Term | undefined {
    const aim = readTarget(head);
    if ('message' in aim) {
      this.addFault(head, aim);
      this.skipValues();
      return undefined;
    }
    const { target, field } = aim;
    const values = this.readAlternatives(this.scanner.written('|'), (value) => fieldValue(field, value));
    return values && { isNegated, target, anyOf: values };
  }

  private readFreeText(first: Written, isNegated: boolean): Term | undefined {
    const values = this.readAlternatives(first, freeText);
    const target: Target = { kind: 'anywhere' };
    return values && { isNegated, target, anyOf: values };
  }

  /** Undefined if one of them is wrong. */
  private readAlternatives(first: Written, read: (written: Written) => Value | Mistake): Value[] | undefined {
    const faultsBefore = this.faults.length;
    const all = [first];
    while (this.scanner.take('|')) all.push(this.scanner.written('|'));
    const values: Value[] = [];
    for (const written of all) {
      const reading = read(written);
      if (isMistake(reading)) this.addFault(written, reading);
      else values.push(reading);
    }
    this.values += all.length;
    if (this.values > MAX_VALUES && this.values - all.length <= MAX_VALUES)
      this.addFault(first, mistake(`A query may have up to ${MAX_VALUES} values in all its terms.`));
    if (all.length > MAX_ALTERNATIVES)
      this.addFault(
        { start: first.start, end: this.scanner.place },
        mistake(`A term may have up to ${MAX_ALTERNATIVES} alternatives, and this one has ${all.length}.`),
      );
    return this.faults.length > faultsBefore ? undefined : values;
  }

  private skipValues(): void {
    do this.scanner.written('|');
    while (this.scanner.take('|'));
  }

  private addFault(
    { start, end }: { readonly start: number; readonly end: number },
    { message, suggestions }: Mistake,
  ): void {
    if (this.faults.length >= MAX_FAULTS) return;
    this.faults.push({ column: start + 1, length: end - start, message, suggestions });
  }
}

function fieldValue(field: QueryField, written: Written): Value | Mistake {
  return written.chunks.length === 0 ? EMPTY : readValue(field, written);
}

const EMPTY = mistake('A value is missing here. The empty text is written "".');

function freeText(written: Written): Value | Mistake {
  if (written.chunks.length === 0) return mistake('A text is missing here.');
  const text = plainText(written);
  const operator = isBare(written) && Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
  if (operator !== undefined) return mistake(operator);
  if (piecesOf(written).every((piece) => piece === '')) return mistake('This finds every text: write more.');
  if (written.chunks.some((chunk) => !chunk.isQuoted && /^\(|:/.test(chunk.text)))
    return mistake(`Quote ${shown(text)} to search for it: : and ( mean something outside of quotes.`);
  return readText(written);
}
