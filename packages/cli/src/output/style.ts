import type { Terminal } from '../terminal.js';

type Paint = (text: string) => string;

/**
 * Colours. A painted text has marks that Unicode reserves for such a use; `render` makes escape sequences of them, or
 * nothing where colours would be noise. So no text needs an ESC before it is printed, and every ESC can be removed.
 */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  /** A status of a task, of a step or of a workflow, in its colour. */
  readonly status: Paint;
  /** The printed form of a text with painted parts. */
  readonly render: (text: string) => string;
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;
type Color = keyof typeof CODES;
const COLORS = Object.keys(CODES) as Color[];

const FIRST_MARK = 0xfdd0;
const END_MARK = '\ufddf';
const MARKS = /[\ufdd0-\ufddf]/g;
const MARKS_AND_LINE_ENDS = /[\ufdd0-\ufddf\n]/g;

const STATUS_COLORS: Readonly<Record<string, Color>> = {
  SUCCESS: 'green',
  FAILURE: 'red',
  REVOKED: 'dim',
  STARTED: 'blue',
  PENDING: 'yellow',
  RETRY: 'yellow',
};

/** Colours on a terminal, unless NO_COLOR (https://no-color.org) or `--no-color` says otherwise. */
export function styleFor({ isInteractive, env }: Terminal, wanted: boolean): Style {
  const isColored = isInteractive && wanted && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = Object.fromEntries(COLORS.map((color) => [color, painter(color)])) as Record<Color, Paint>;
  return {
    ...paint,
    status: (status) => painter(STATUS_COLORS[status] ?? 'bold')(status),
    render: isColored ? colored : withoutMarks,
  };
}

/** The text as it stands on paper. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
}

function painter(color: Color): Paint {
  const mark = String.fromCharCode(FIRST_MARK + COLORS.indexOf(color));
  return (text) => `${mark}${text}${END_MARK}`;
}

/** Escape sequences instead of marks. Colours end with their line, whoever has set them. */
function colored(text: string): string {
  let open: number[] = [];
  return text.replace(MARKS_AND_LINE_ENDS, (mark) => {
    if (mark === '\n') {
      const reset = open.length > 0 ? '\x1b[0m\n' : '\n';
      open = [];
      return reset;
    }
    if (mark === END_MARK) {
      open.pop();
      return `\x1b[0m${open.map(sequence).join('')}`;
    }
    const code = CODES[COLORS[mark.charCodeAt(0) - FIRST_MARK] ?? 'dim'];
    open.push(code);
    return sequence(code);
  });
}

function sequence(code: number): string {
  return `\x1b[${code}m`;
}
