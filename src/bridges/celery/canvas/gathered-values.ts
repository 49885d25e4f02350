import type { ChordState, ChordStore } from '../broker/celery-results.js';
import type { ResultTuple } from '../protocol/result-meta.js';

/**
 * The values of a header as the body of its chord gets them: in the order of the header, and where it has groups, by
 * the structure that was saved.
 */
export async function gatheredValues(
  chords: ChordStore,
  groupId: string,
  parts: ChordState['parts'],
): Promise<readonly unknown[]> {
  const values = new Map(parts.map(({ taskId, result }) => [taskId, result]));
  const structure = await chords.savedGroup(groupId);
  if (structure?.[1] === null || structure === null) return parts.map(({ result }) => result);
  const others = leavesOf(structure).filter((id) => !values.has(id));
  for (const [id, { result }] of await chords.results(others)) values.set(id, result);
  return structure[1].map((tuple) => valueOf(tuple, values));
}

function leavesOf([[id], parts]: ResultTuple): readonly string[] {
  return parts === null ? [id] : parts.flatMap(leavesOf);
}

function valueOf([[id], parts]: ResultTuple, values: ReadonlyMap<string, unknown>): unknown {
  return parts === null ? (values.get(id) ?? null) : parts.map((part) => valueOf(part, values));
}
