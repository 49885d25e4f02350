import type { Terminal } from '../terminal.js';
import { cleanText } from './clean.js';
import type { Style } from './style.js';
import { cutTo } from './width.js';

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** A picture that is drawn again and again over the whole terminal; what was there before comes back at the end. */
export class Screen {
  private isOpen = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly style: Style,
  ) {}

  /** Draws a text; what does not fit is cut. */
  draw(text: string): void {
    const { columns, rows } = this.terminal;
    const lines = cleanText(text)
      .split('\n')
      .slice(0, rows - 1)
      .map((line) => `${this.style.render(cutTo(line, columns))}${CLEAR_LINE_END}\n`);
    this.terminal.write(`${this.isOpen ? '' : ENTER}${HOME}${lines.join('')}${CLEAR_BELOW}`);
    this.isOpen = true;
  }

  close(): void {
    if (this.isOpen) this.terminal.write(LEAVE);
    this.isOpen = false;
  }
}
