const END = '\r\n\r\n';
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,64}$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads the head of a response before node:http, whose parser refuses two old forms that a client should accept: folded
 * lines (RFC 9112, section 5.2) and one Content-Length repeated (RFC 9110, section 8.6). All other bytes pass
 * unchanged, so the parser's other rules hold: differing lengths, or a length with a Transfer-Encoding, are still
 * errors.
 */
export class ResponseHead {
  /** The last complete head as received. */
  text = '';
  private head = '';
  private isOver = false;

  /** @param limitBytes a longer head passes through unchanged, and the parser refuses it */
  constructor(private readonly limitBytes: number) {}

  /** Takes received bytes and returns those that are ready for the parser. */
  read(chunk: Buffer): Buffer {
    if (this.isOver) return chunk;
    this.head += chunk.toString('latin1');
    let ready = '';
    for (let end = this.end(); end > 0; end = this.end()) {
      const head = this.head.slice(0, end);
      this.text = head;
      this.head = this.head.slice(end);
      ready += repaired(head);
      this.isOver = !isInterim(head);
      if (this.isOver) return Buffer.from(ready + this.head, 'latin1');
    }
    if (this.head.length <= this.limitBytes) return Buffer.from(ready, 'latin1');
    this.isOver = true;
    return Buffer.from(ready + this.head, 'latin1');
  }

  /** Returns the bytes still held back, an incomplete head, after the connection has ended. */
  rest(): Buffer {
    return this.isOver ? Buffer.alloc(0) : Buffer.from(this.head, 'latin1');
  }

  private end(): number {
    const at = this.head.indexOf(END);
    return at < 0 ? 0 : at + END.length;
  }
}

/** The name of the first malformed header; undefined if there is none or it has no valid name. */
export function brokenHeader(head: string): string | undefined {
  const [, ...lines] = head.slice(0, Math.max(head.indexOf(END), 0)).split('\r\n');
  const broken = lines.find((line) => !isHeaderLine(line));
  const name = broken?.split(':')[0]?.trim() ?? '';
  return TOKEN.test(name) ? name : undefined;
}

function isHeaderLine(line: string): boolean {
  const colon = line.indexOf(':');
  return colon > 0 && TOKEN.test(line.slice(0, colon)) && VALUE.test(line.slice(colon + 1));
}

/** 100 to 199 except 101: another head follows. */
function isInterim(head: string): boolean {
  return /^HTTP\/\d\.\d 1(?!01)\d\d/.test(head);
}

/** Replaces each fold with spaces of the same length. The status line has no folds. */
function repaired(head: string): string {
  const [status = '', ...lines] = head.slice(0, -END.length).split('\r\n');
  const unfolded: string[] = [];
  for (const line of lines) {
    const last = unfolded.pop();
    if (last === undefined) unfolded.push(line);
    else if (/^[ \t]/.test(line)) unfolded.push(`${last}  ${line}`);
    else unfolded.push(last, line);
  }
  return [status, ...withOneLength(unfolded)].join('\r\n') + END;
}

/** Merges equal lengths, on one line or several, into one. */
function withOneLength(lines: readonly string[]): readonly string[] {
  const isLength = (line: string) => /^content-length[ \t]*:/i.test(line);
  const given = lines.filter(isLength).flatMap((line) => line.slice(line.indexOf(':') + 1).split(','));
  const [first = '', ...others] = given.map((value) => value.trim());
  const isOne = others.length > 0 && /^\d+$/.test(first) && others.every((value) => value === first);
  return isOne ? [...lines.filter((line) => !isLength(line)), `Content-Length: ${first}`] : lines;
}
