import type { Command } from 'commander';
import { wholeNumber } from './arguments/parsers.js';
import type { Session } from './cli.js';

const DEFAULT_LIMIT = 50;
/** The most that one request of the API returns. */
const MAX_PAGE = 200;

export interface PagingOptions {
  readonly limit?: number;
  readonly all?: boolean;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** Where one page begins, and its length: parameters of the request. */
interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

/** Adds `--limit` and `--all`. */
export function withPaging(command: Command): Command {
  return command
    .option('--limit <number>', `print at most this many (default: ${DEFAULT_LIMIT})`, wholeNumber)
    .option('--all', 'print all');
}

/**
 * Reads pages until there are as many items as wanted, and tells people if there are more.
 *
 * @param read requests one page
 */
export async function readPages<T>(
  { output, terminal }: Pick<Session, 'output' | 'terminal'>,
  { limit = DEFAULT_LIMIT, all = false }: PagingOptions,
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<T[]> {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const items: T[] = [];
  const progress = output.progress();
  let cursor: string | null = null;
  do {
    const room = Math.min(MAX_PAGE, wanted - items.length);
    const page: Page<T> = await read({ limit: Math.max(1, room), ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.next_cursor;
    if (cursor !== null) progress.update(undefined, `${items.length} so far`);
  } while (cursor !== null && items.length < wanted && !terminal.signal.aborted);
  progress.end();
  if (cursor !== null && !all) output.note('There may be more: add --all, or a higher --limit.');
  return items.slice(0, wanted);
}
