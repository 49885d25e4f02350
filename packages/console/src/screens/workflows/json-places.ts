/** Part of a text, as of `setSelectionRange`. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Why a text is no JSON, with the line; undefined if it is. */
export function syntaxErrorOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    if (position === undefined || message.includes('line ')) return `Not JSON: ${message}`;
    const line = text.slice(0, Number(position)).split('\n').length;
    return `Not JSON: ${message} (line ${line})`;
  }
}

/**
 * The place of a value in a JSON text; of a value that does not exist, that of the nearest one around it.
 *
 * @param pointer RFC 6901
 * @returns undefined if the text is no JSON
 */
export function placeOf(text: string, pointer: string): Place | undefined {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (syntaxErrorOf(text) !== undefined) return undefined;
  return find(text, skipSpace(text, 0), keys);
}

function find(text: string, from: number, [key, ...rest]: readonly string[]): Place {
  const child = key === undefined ? undefined : childrenOf(text, from).get(key);
  return child === undefined ? { from, to: endOf(text, from) } : find(text, child, rest);
}

/** Positions at which the values of an object or a list begin. */
function childrenOf(text: string, from: number): Map<string, number> {
  const children = new Map<string, number>();
  const isObject = text[from] === '{';
  if (!isObject && text[from] !== '[') return children;
  let at = skipSpace(text, from + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    let key = String(children.size);
    if (isObject) {
      const end = endOf(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1); // behind the colon
    }
    children.set(key, at);
    at = skipSpace(text, endOf(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return children;
}

/** The end of the value that begins at `from`. The text is known to be JSON. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth < 0) return at;
    if (depth === 0 && isLast(text, at)) return at + 1;
  }
  return text.length;
}

/** True if a value on the outermost level may end here: the rest does not belong to it. */
function isLast(text: string, at: number): boolean {
  const next = text[at + 1];
  return next === undefined || ',:]} \t\r\n'.includes(next) || '"}]'.includes(text[at] ?? '');
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"' && at < text.length) at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  return at;
}
