import type { Acted } from '../../core/act/dead-letter-actions.js';
import { type Position, cursorOf, parseCursor } from '../../core/read/failed-tasks.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { problemOf } from '../problems/problem.filter.js';
import type { DeadLetterAnswerDto } from './dead-letters.dto.js';

/** JSON's null counts as omitted. */
export function positionOf(cursor: string | null | undefined): Position | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  const position = parseCursor(cursor);
  if (position === undefined) throw new MalformedCursorError();
  return position;
}

/** @param path of the request */
export function answerOf(acted: readonly Acted[], next: Position | null, path: string): DeadLetterAnswerDto {
  return {
    succeeded: acted.filter(({ error }) => error === undefined).map(({ id }) => id),
    failed: acted.flatMap(({ id, error }) =>
      error ? [{ task_id: id, problem: problemOf(error, path) }] : [],
    ),
    next_cursor: next && cursorOf(next),
  };
}
