import type { Terminal } from '../terminal.js';
import { cleanText } from './clean.js';
import { type Detail, detailsOf } from './details.js';
import { Progress } from './progress.js';
import { Screen } from './screen.js';
import { type Style, withoutMarks } from './style.js';
import { type Column, tableOf } from './table.js';

/** C1 control characters, which JSON leaves as they are, and which some terminals obey. */

const UNESCAPED_CONTROLS = /[\x7f-\x9f]/g;

/**
 * The results of a command: text for people, or JSON for programs (`--json`). Nothing else writes to the terminal, so
 * that no text can get there that drives it.
 */
export class Output {
  constructor(
    private readonly terminal: Terminal,
    readonly style: Style,
    readonly isJson: boolean,
  ) {}

  /** Prints a value: as JSON, or as the text that `render` makes of it. */
  show<T>(value: T, render: (value: T) => string): void {
    if (this.isJson) this.terminal.write(`${jsonOf(value, 2)}\n`);
    else this.print(render(value));
  }

  /** Prints one value of a stream: as one line of JSON, or as the text that `render` makes of it. */
  showNext<T>(value: T, render: (value: T) => string): void {
    if (this.isJson) this.terminal.write(`${jsonOf(value)}\n`);
    else this.print(render(value));
  }

  /** Prints a list: as JSON, or as a table. */
  list<T>(items: readonly T[], columns: readonly Column<T>[], whenEmpty: string): void {
    this.show(items, () => (items.length === 0 ? whenEmpty : this.table(items, columns)));
  }

  /** Prints names and values: as the JSON of the object, or one line each. */
  details<T>(value: T, details: (value: T) => readonly Detail[]): void {
    this.show(value, () => detailsOf(details(value)));
  }

  /** Prints what the API has sent as it is, into a file or a pipe; on a terminal without control characters. */
  copy(text: string): void {
    this.terminal.write(this.terminal.isInteractive ? cleanText(text) : text);
  }

  /** The text of a table that fits the terminal. */
  table<T>(items: readonly T[], columns: readonly Column<T>[]): string {
    return tableOf(items, columns, this.terminal.isInteractive ? this.terminal.columns : undefined);
  }

  /** Tells people something on standard error: it is no result. Silent with `--json`. */
  note(text: string): void {
    if (!this.isJson) this.terminal.note(withLineEnd(withoutMarks(cleanText(text))));
  }

  /** A progress bar on standard error. */
  progress(): Progress {
    return new Progress(this.terminal, this.isJson);
  }

  /** The whole terminal, for a picture that changes. */
  screen(): Screen {
    return new Screen(this.terminal, this.style);
  }

  /** Prints text for people. */
  private print(text: string): void {
    this.terminal.write(this.style.render(withLineEnd(cleanText(text))));
  }
}

function jsonOf(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    UNESCAPED_CONTROLS,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
