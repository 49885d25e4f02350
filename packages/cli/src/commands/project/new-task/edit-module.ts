import { UsageError } from '../../../exit-code.js';

/** Adds an import after the last one. */
export function withImport(source: string, line: string): string {
  const at = source.lastIndexOf('\nimport ');
  const end = source.indexOf(';\n', at) + 2;
  return `${source.slice(0, end)}${line}\n${source.slice(end)}`;
}

/**
 * Adds a class to the providers of a module.
 *
 * @throws UsageError if its decorator is written in a way that is not understood
 */
export function withProvider(source: string, name: string, path: string): string {
  const providers = source.indexOf('providers: [');
  const decorator = source.indexOf('@Module({');
  if (providers >= 0) return inList(source, providers + 'providers: ['.length, name);
  if (decorator < 0)
    throw new UsageError(`${path} has no @Module({ … }): add ${name} to the providers yourself`);
  const at = decorator + '@Module({'.length;
  return `${source.slice(0, at)} providers: [${name}],${source.slice(at)}`;
}

/**
 * Adds a module to `features` in src/apps/features.ts.
 *
 * @throws UsageError
 */
export function withFeature(source: string, name: string): string {
  const at = source.indexOf('= [', source.indexOf('const features'));
  if (at < 0) throw new UsageError(`src/apps/features.ts has no list of features: add ${name} yourself`);
  return inList(source, at + '= ['.length, name);
}

/** @param begin place after the opening bracket of a list */
function inList(source: string, begin: number, name: string): string {
  let depth = 1;
  let end = begin;
  for (; depth > 0 && end < source.length; end += 1) {
    if ('[{('.includes(source.charAt(end))) depth += 1;
    if (']})'.includes(source.charAt(end))) depth -= 1;
  }
  const before = source.slice(begin, end - 1).trimEnd();
  const separator = before === '' || before.endsWith(',') ? '' : ',';
  const indent = indentOfLastLine(before);
  const added = indent === undefined ? `${before === '' ? '' : ' '}${name}` : `${indent}${name},\n`;
  return `${source.slice(0, begin)}${before}${separator}${added}${source.slice(end - 1)}`;
}

/** The last line end with the spaces after it; undefined for a text of one line. */
function indentOfLastLine(text: string): string | undefined {
  const at = text.lastIndexOf('\n');
  const line = text.slice(at + 1);
  return at < 0 ? undefined : `\n${' '.repeat(line.length - line.trimStart().length)}`;
}
