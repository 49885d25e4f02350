/** Something written without a space: parts in quotes are literal, in the others `*`, `.` and `..` mean something. */
export interface Written {
  readonly chunks: readonly Chunk[];
  /** Its place in the text, from 0, with the quotes. */
  readonly start: number;
  readonly end: number;
}

export interface Chunk {
  /** Without the quotes and their escapes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/** True if nothing but a quoted text was written. */
export function isQuoted({ chunks }: Written): boolean {
  return chunks.length === 1 && chunks[0]?.isQuoted === true;
}

/** True if no part is quoted. */
export function isBare({ chunks }: Written): boolean {
  return !chunks.some((chunk) => chunk.isQuoted);
}

/** The text as a whole, without quotes. */
export function plainText({ chunks }: Written): string {
  return chunks.map(({ text }) => text).join('');
}

/** Splits it where unquoted parts have the separator. Texts without quotes; `isQuoted` if any part of one was. */
export function splitAt({ chunks }: Pick<Written, 'chunks'>, separator: string): Chunk[] {
  let current = { text: '', isQuoted: false };
  const parts = [current];
  for (const chunk of chunks) {
    const [first = '', ...others] = chunk.isQuoted ? [chunk.text] : chunk.text.split(separator);
    current.text += first;
    current.isQuoted ||= chunk.isQuoted;
    for (const text of others) parts.push((current = { text, isQuoted: false }));
  }
  return parts;
}

/** The pieces between wildcards. Wildcards side by side are one. */
export function piecesOf(written: Pick<Written, 'chunks'>): string[] {
  const pieces = splitAt(written, '*').map(({ text }) => text);
  return pieces.filter((piece, i) => piece !== '' || i === 0 || i === pieces.length - 1);
}

/** The rest after a leading operator; undefined if it does not begin with that. */
export function afterOperator(written: Written, operator: string): Written | undefined {
  const [first, ...others] = written.chunks;
  if (first === undefined || first.isQuoted || !first.text.startsWith(operator)) return undefined;
  const rest = { text: first.text.slice(operator.length), isQuoted: false };
  const chunks = rest.text === '' ? others : [rest, ...others];
  return { chunks, start: written.start + operator.length, end: written.end };
}
