import { isName } from './own-field.js';
import type { ResultTuple } from './result-meta.js';

const MAX_DEPTH = 100;

/** The tuple of one task without a parent. */
export function taskTuple(id: string): ResultTuple {
  return [[id, null], null];
}

/** Reads a list of result tuples; what is none is left out. */
export function readResultTuples(value: unknown): readonly ResultTuple[] {
  return tuplesOf(value, 0);
}

/** Reads a result as a tuple, `[[id, parent], parts]`, or null. */
export function readResultTuple(value: unknown): ResultTuple | null {
  return tupleOf(value, 0);
}

function tuplesOf(value: unknown, depth: number): readonly ResultTuple[] {
  return Array.isArray(value) ? value.flatMap((part) => orNothing(tupleOf(part, depth))) : [];
}

function orNothing(tuple: ResultTuple | null): readonly ResultTuple[] {
  return tuple === null ? [] : [tuple];
}

/** A single id stands for a task without a parent. */
function tupleOf(value: unknown, depth: number): ResultTuple | null {
  if (isName(value)) return taskTuple(value);
  if (!Array.isArray(value) || depth > MAX_DEPTH) return null;
  const [head, parts] = value as readonly unknown[];
  const [id, parent] = Array.isArray(head) ? (head as readonly unknown[]) : [head, null];
  if (!isName(id)) return null;
  return [[id, tupleOf(parent, depth + 1)], Array.isArray(parts) ? tuplesOf(parts, depth + 1) : null];
}
