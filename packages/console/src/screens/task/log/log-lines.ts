export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/** Lines of a log, of which the oldest may be gone. */
export interface Log {
  /** Number of the first of these lines, from 0. */
  readonly first: number;
  readonly lines: readonly string[];
}

export const EMPTY_LOG: Log = { first: 0, lines: [] };

/** Adds lines by their number: those that were there already are replaced. */
export function withLines(log: Log, { first, lines }: Log): Log {
  const kept = first - log.first;
  if (log.lines.length === 0 || kept < 0 || kept > log.lines.length) return { first, lines };
  return { first: log.first, lines: [...log.lines.slice(0, kept), ...lines] };
}

/** Words for levels, as loggers write them at the beginning of a line. */
const LEVEL_WORDS: Readonly<Record<string, Level>> = {
  fatal: 'error',
  error: 'error',
  err: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
};

const WORD = /[A-Za-z]+/g;
/** A level stands in front: after a time and a bracket at most. */
const LOOKED_AT = 48;

/** The level of a line, as far as its task has written one: `[warn] …`, `12:00:01 ERROR …`, `{"level":"info"}`. */
export function levelOf(line: string): Level | undefined {
  if (line.startsWith('{')) return levelOfRecord(line);
  for (const [word] of line.slice(0, LOOKED_AT).matchAll(WORD)) {
    const level = LEVEL_WORDS[word.toLowerCase()];
    const isMarked = word === word.toUpperCase() || line.includes(`[${word}]`) || line.startsWith(`${word}:`);
    if (level !== undefined && isMarked) return level;
  }
  return undefined;
}

const PINO_LEVELS: readonly (readonly [number, Level])[] = [
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
];

function levelOfRecord(line: string): Level | undefined {
  try {
    const { level } = JSON.parse(line) as { readonly level?: unknown };
    if (typeof level === 'number') return PINO_LEVELS.find(([least]) => level >= least)?.[1] ?? 'debug';
    return typeof level === 'string' ? LEVEL_WORDS[level.toLowerCase()] : undefined;
  } catch {
    return undefined;
  }
}

export interface LogFilter {
  readonly text: string;
  /** Lines of this level only; lines without one belong to `info`. */
  readonly level: Level | 'all';
}

/** A line with its number, from 1. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
  readonly level: Level | undefined;
}

export function filteredLines({ first, lines }: Log, { text, level }: LogFilter): NumberedLine[] {
  const needle = text.toLowerCase();
  return lines
    .map((line, index) => ({ number: first + index + 1, text: line, level: levelOf(line) }))
    .filter((line) => level === 'all' || (line.level ?? 'info') === level)
    .filter((line) => needle === '' || line.text.toLowerCase().includes(needle));
}
