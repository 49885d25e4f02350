import { describe, it } from '@jest/globals';

/** In CI, what needs a missing program fails instead of being skipped. */
const isCi = process.env['CI'] === 'true';

/** True where a test may use a program. @param missing the reason and the remedy, if it is not installed */
export function mayUse(missing: string | undefined): boolean {
  return missing === undefined || isCi;
}

/** `describe` for suites that need a program. The reason is part of a skipped suite's name: skipped.mjs lists it. */
export function describeWith(missing: string | undefined) {
  return (name: string, suite: () => void): void =>
    mayUse(missing) ? describe(name, suite) : describe.skip(nameWith(missing, name), suite);
}

/** The same for one test. */
export function itWith(missing: string | undefined) {
  return (name: string, test: () => void | Promise<void>): void =>
    mayUse(missing) ? it(name, test) : it.skip(nameWith(missing, name), test);
}

/** `it` for what root may do and others may not. CI may be root. */
export const itAsUser =
  process.getuid?.() === 0
    ? (name: string, test: () => void): void => it.skip(nameWith('needs a user other than root', name), test)
    : it;

function nameWith(missing: string | undefined, name: string): string {
  return `${name} [skipped: ${missing ?? ''}]`;
}
