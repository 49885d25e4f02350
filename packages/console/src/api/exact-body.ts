import { type JsonValue, printJson } from '../json/json.js';

/** `bodySerializer` for bodies with JSON of a person: numbers keep their digits, so that the API refuses what it would change. */
export function exactBody(body: unknown): string {
  return printJson(body as JsonValue, 0);
}
