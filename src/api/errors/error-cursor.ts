import type { ErrorPosition } from '../../core/errors/error-groups.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';

/** Encodes a position as a cursor: `<value>.<fingerprint>`. */
export function cursorOf({ value, fingerprint }: ErrorPosition): string {
  return `${value}.${fingerprint}`;
}

/** @throws MalformedCursorError for a text that `cursorOf` has not made */
export function positionAt(cursor: string | undefined): ErrorPosition | undefined {
  if (cursor === undefined) return undefined;
  const [, value, fingerprint] = /^(\d{1,15})\.([\da-f]{16})$/.exec(cursor) ?? [];
  if (!value || !fingerprint) throw new MalformedCursorError();
  return { value: Number(value), fingerprint };
}
