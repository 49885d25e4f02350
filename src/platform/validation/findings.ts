import { inspect } from 'node:util';
import { touches } from '../redaction/field-paths.js';
import { REDACTED } from '../redaction/redacted.js';
import type { InputProblem } from './invalid-input.error.js';
import { type Place, pathOf } from './place.js';

/** Maximum number of problems reported for one value. Checking stops there. */
export const MAX_PROBLEMS = 100;
/** Maximum length of a message in characters: a decorator's custom message may contain the value. */
const MAX_MESSAGE = 500;

/** Collects problems, up to MAX_PROBLEMS. */
export class Findings {
  readonly problems: InputProblem[] = [];

  /** @param secrets paths of fields whose values must not appear in messages */
  constructor(private readonly secrets: readonly string[]) {}

  get isFull(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  /** Adds a problem without its value, which may be a secret under a misspelt name or in the wrong field. */
  addNamed(place: Place, { path, message }: InputProblem): void {
    if (!this.isFull) this.problems.push({ path: [...pathOf(place), ...path], message: cut(message) });
  }

  add(place: Place, message: string, value: unknown): void {
    if (this.isFull) return;
    const path = pathOf(place);
    const text = touches(this.secrets, path)
      ? withoutValue(message, value)
      : `${cut(message)}, got ${shown(value)}`;
    this.problems.push({ path, message: text });
  }
}

function cut(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 1)}…`;
}

/** A DTO's custom message may contain the value (`$value`). */
function withoutValue(message: string, value: unknown): string {
  const text = String(value);
  const safe = text === '' ? message : message.replaceAll(text, () => REDACTED);
  return `${cut(safe)}, got ${value === undefined ? 'nothing' : REDACTED}`;
}

/** A short form of a value: long values are cut, structures only named. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : inspect(value);
  const isWhole = text.length <= 60 && (typeof value !== 'string' || value.length <= 60);
  return isWhole ? text : `${text.slice(0, 57)}…`;
}
