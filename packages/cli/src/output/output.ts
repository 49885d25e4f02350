import type { Terminal } from '../terminal.js';
import { type Style } from './style.js';
import { type Column, tableOf } from './table.js';

/** The results of a command: text for people, or JSON for programs (`--json`). */
export class Output {
  constructor(
    private readonly terminal: Terminal,
    readonly style: Style,
    readonly isJson: boolean,
  ) {}

  /** Prints a value: as JSON, or as the text that `render` makes of it. */
  show<T>(value: T, render: (value: T) => string): void {
    this.terminal.write(this.isJson ? `${JSON.stringify(value, null, 2)}\n` : withLineEnd(render(value)));
  }

  /** Prints one value of a stream: as one line of JSON, or as the text that `render` makes of it. */
  showNext<T>(value: T, render: (value: T) => string): void {
    this.terminal.write(this.isJson ? `${JSON.stringify(value)}\n` : withLineEnd(render(value)));
  }

  /** Prints a list: as JSON, or as a table. */
  list<T>(items: readonly T[], columns: readonly Column<T>[], whenEmpty: string): void {
    this.show(items, () => (items.length === 0 ? whenEmpty : tableOf(items, columns)));
  }

  /** Tells people something on standard error: it is no result. Silent with `--json`. */
  note(text: string): void {
    if (!this.isJson) this.terminal.note(withLineEnd(text));
  }
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
