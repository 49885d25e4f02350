import type { Terminal } from '../terminal.js';
import { oneLine } from './clean.js';
import { cutTo } from './width.js';

const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\x1b[K';

/** A line on standard error for people who wait, and nothing where nobody looks. */
export class Progress {
  private isShown = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly isSilent = false,
  ) {}

  /** @param percentage 0 to 100; undefined if nobody knows */
  update(percentage: number | undefined, text: string): void {
    if (this.isSilent || !this.terminal.showsProgress) return;
    const line = `${percentage === undefined ? '' : barOf(percentage)}${oneLine(text)}`;
    this.terminal.note(`${CLEAR_LINE}${cutTo(line, this.terminal.columns - 1)}`);
    this.isShown = true;
  }

  /** Takes the line away. */
  end(): void {
    if (this.isShown) this.terminal.note(CLEAR_LINE);
    this.isShown = false;
  }
}

function barOf(percentage: number): string {
  const share = Math.min(100, Math.max(0, percentage)) / 100;
  const full = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %  `;
}
