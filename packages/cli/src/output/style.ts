import type { Terminal } from '../terminal.js';

type Paint = (text: string) => string;

/** Colours, or none where they would be noise. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
}

/** Colours on a terminal, unless NO_COLOR (https://no-color.org) or `--no-color` says otherwise. */
export function styleFor({ isInteractive, env }: Terminal, wanted: boolean): Style {
  const isColored = isInteractive && wanted && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      isColored ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
  };
}
