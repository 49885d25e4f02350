import { isName } from '../../protocol/own-field.js';
import { CommandError } from './command-error.js';

/** The arguments of a command, which may be anything. */
export class CommandArguments {
  constructor(
    private readonly method: string,
    private readonly given: ReadonlyMap<string, unknown>,
  ) {}

  /** @throws CommandError as Python's TypeError if any of these is missing */
  need(names: readonly string[]): void {
    const missing = names.filter((name) => !this.given.has(name)).map((name) => `'${name}'`);
    if (missing.length === 0) return;
    const [count, s] = [missing.length, missing.length === 1 ? '' : 's'];
    throw new CommandError(
      'TypeError',
      `${this.method}() missing ${count} required positional argument${s}: ${missing.join(' and ')}`,
    );
  }

  /** Any JSON value; undefined if it was not given. */
  any(name: string): unknown {
    return this.given.get(name);
  }

  /** True for what is true in Python, except lists and objects. */
  flag(name: string): boolean {
    const value = this.given.get(name);
    return value === true || value === 1 || value === 'true' || value === '1';
  }

  /** A text of at most 255 characters. @throws CommandError */
  text(name: string): string {
    const value = this.given.get(name);
    if (!isName(value)) throw new CommandError('TypeError', `${name} must be a text of 1 to 255 characters`);
    return value;
  }

  /** One text, or a list of them, each once. @throws CommandError */
  texts(name: string, most: number): readonly string[] {
    const value = this.given.get(name);
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (all.length > most) throw new CommandError('ValueError', `${name} has more than ${most} items`);
    if (!all.every((one) => isName(one)))
      throw new CommandError('TypeError', `${name} must be texts of 1 to 255 characters`);
    return [...new Set(all)];
  }

  /** A number, also as text; null if it was not given. @throws CommandError */
  number(name: string): number | null {
    const value = this.given.get(name) ?? null;
    if (value === null) return null;
    const number = typeof value === 'number' || isName(value, 30) ? Number(value) : Number.NaN;
    if (!Number.isFinite(number)) throw new CommandError('TypeError', `${name} must be a number`);
    return number;
  }
}
