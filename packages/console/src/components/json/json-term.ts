import { type JsonValue, isList, isObject, printJson } from '../../json/json.js';
import type { JsonPath } from './json-lines.js';

/** Longer texts make no filter that anybody wants. */
const LONGEST = 200;

/** Parts of a path and values that a query takes as they are. */
const PLAIN_PART = /^[A-Za-z0-9_-]+$/;
const PLAIN_TEXT = /^[A-Za-z][A-Za-z0-9_-]*$/;
const WORDS: readonly string[] = ['true', 'false', 'null'];

/** The path as a query writes it: `payload.items.0."first name"`. @param field `payload` or `result` */
export function pathText(field: string, path: JsonPath): string {
  const parts = path.map((part) => (PLAIN_PART.test(String(part)) ? String(part) : quoted(String(part))));
  return [field, ...parts].join('.');
}

/** The query term that finds tasks with the same value there; undefined for the whole, and for what is too long. */
export function termOf(field: string, path: JsonPath, json: JsonValue): string | undefined {
  const value = path.length === 0 && !isSingle(json) ? undefined : valueText(json);
  return value === undefined ? undefined : `${pathText(field, path)}:${value}`;
}

/** The query term of a field with a text: `tag:"night shift"`. */
export function textTerm(field: string, text: string): string {
  return `${field}:${PLAIN_TEXT.test(text) ? text : quoted(text)}`;
}

function valueText(json: JsonValue): string | undefined {
  if (!isSingle(json)) return '*';
  if (typeof json !== 'string') return printJson(json);
  if (json.length > LONGEST) return undefined;
  return PLAIN_TEXT.test(json) && !WORDS.includes(json) ? json : quoted(json);
}

function isSingle(json: JsonValue): boolean {
  return !isObject(json) && !isList(json);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
