import { type JsonValue, isList, isObject, plainText } from '../../json/json.js';
import { below } from '../../json/pointer.js';

/** Names and indexes that lead to a value, from the outside in. */
export type JsonPath = readonly (string | number)[];

/** A value in a tree of which a part is open. */
export interface JsonLine {
  readonly id: string;
  readonly path: JsonPath;
  readonly json: JsonValue;
  /** Place among its siblings, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
  /** Undefined for a value that has nothing inside. */
  readonly isOpen: boolean | undefined;
}

/** Identifies a value of a document: its JSON pointer. */
export function idOf(path: JsonPath): string {
  return path.reduce<string>(below, '');
}

/** The values that are visible while those in `open` are, each before what is inside. */
export function linesOf(root: JsonValue, open: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = [];
  const add = (json: JsonValue, path: JsonPath, id: string, place: number, siblings: number): void => {
    const inside = childrenOf(json);
    const isOpen = inside.length === 0 ? undefined : open.has(id);
    lines.push({ id, path, json, place, siblings, isOpen });
    if (!isOpen) return;
    inside.forEach(([part, child], index) => {
      add(child, [...path, part], below(id, part), index + 1, inside.length);
    });
  };
  add(root, [], '', 1, 1);
  return lines;
}

/** The values to open at first: from the outside in, until so many lines are visible. */
export function openAtFirst(root: JsonValue, mostLines: number): Set<string> {
  const open = new Set<string>();
  let lines = 1;
  let level: (readonly [string, JsonValue])[] = [['', root]];
  while (level.length > 0) {
    const next: (readonly [string, JsonValue])[] = [];
    for (const [id, json] of level) {
      const inside = childrenOf(json);
      if (inside.length === 0) continue;
      if (id !== '' && lines + inside.length > mostLines) continue;
      lines += inside.length;
      open.add(id);
      for (const [part, child] of inside) next.push([below(id, part), child]);
    }
    level = next;
  }
  return open;
}

/** All values that have something inside. */
export function allOpen(root: JsonValue): Set<string> {
  return openAtFirst(root, Number.MAX_SAFE_INTEGER);
}

/** Paths of the values whose name or text contains `wanted`, in order, at most `most`. Case does not matter. */
export function findIn(root: JsonValue, wanted: string, most: number): JsonPath[] {
  const found: JsonPath[] = [];
  const needle = wanted.toLowerCase();
  const look = (json: JsonValue, path: JsonPath): void => {
    if (found.length >= most) return;
    const name = path.at(-1);
    const isNamed = typeof name === 'string' && name.toLowerCase().includes(needle);
    if (isNamed || textOf(json).toLowerCase().includes(needle)) found.push(path);
    for (const [part, child] of childrenOf(json)) look(child, [...path, part]);
  };
  if (needle !== '') look(root, []);
  return found;
}

/** Opens everything around a value. */
export function openedTo(open: ReadonlySet<string>, path: JsonPath): Set<string> {
  const opened = new Set(open);
  path.forEach((_, index) => opened.add(idOf(path.slice(0, index))));
  return opened;
}

export function childrenOf(json: JsonValue): readonly (readonly [string | number, JsonValue])[] {
  if (isObject(json)) return Object.entries(json);
  return isList(json) ? json.map((item, index) => [index, item] as const) : [];
}

/** The text of a single value; empty for objects and arrays. */
function textOf(json: JsonValue): string {
  return isObject(json) || isList(json) ? '' : plainText(json);
}
