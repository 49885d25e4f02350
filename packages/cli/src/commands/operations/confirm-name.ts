import type { Session } from '../../cli.js';
import { UsageError } from '../../exit-code.js';
import { oneLine } from '../../output/clean.js';

interface Destruction {
  /** Name of what is destroyed, which has to be repeated. */
  readonly name: string;
  /** Value of `--confirm`. */
  readonly given: string | undefined;
  /** The consequences, for the question. */
  readonly warning: string;
}

/**
 * Asks for the name of what is about to be destroyed.
 *
 * @throws UsageError for another name, and where nobody can be asked
 */
export async function confirmName(
  { terminal }: Pick<Session, 'terminal'>,
  { name, given, warning }: Destruction,
): Promise<void> {
  if (given === undefined && terminal.ask === undefined)
    throw new UsageError(`${warning} Repeat the name to confirm it: --confirm ${name}`);
  const answer = given ?? (await terminal.ask?.(oneLine(`${warning} Type its name to confirm: `))) ?? '';
  if (answer.trim() !== name)
    throw new UsageError(`${JSON.stringify(answer)} is not ${name}: nothing was done`);
}
