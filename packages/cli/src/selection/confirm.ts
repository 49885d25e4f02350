import type { Session } from '../cli.js';
import { UsageError } from '../exit-code.js';
import { oneLine } from '../output/clean.js';

/**
 * Asks for a yes on a terminal. A script has none: it needs `--yes`.
 *
 * @param question without its question mark
 * @returns false if the answer is no
 */
export async function confirm(
  { terminal, output }: Pick<Session, 'terminal' | 'output'>,
  question: string,
  isConfirmed: boolean | undefined,
): Promise<boolean> {
  if (isConfirmed) return true;
  if (terminal.ask === undefined)
    throw new UsageError(`${question}? There is no terminal to confirm on: add --yes`);
  const answer = await terminal.ask(`${oneLine(question)}? [y/N] `);
  const isYes = /^y(es)?$/i.test(answer.trim());
  if (!isYes) output.note('Nothing was done.');
  return isYes;
}
