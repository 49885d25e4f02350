import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WiringError } from '../../queue/queue.errors.js';

/** What a part is written for: HTML is escaped, text is not. */
export type Format = 'html' | 'text';

export interface TemplateSource {
  readonly name: string;
  readonly subject: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
  /** Sample variables, which also say what the template needs. */
  readonly example: Readonly<Record<string, unknown>>;
}

export interface TemplateFolder {
  readonly partials: Readonly<Record<Format, ReadonlyMap<string, string>>>;
  readonly templates: readonly TemplateSource[];
}

const PARTIALS = '_partials';
const NAME = /^[a-z\d][a-z\d-]{0,63}$/;

/**
 * Reads a folder of templates: `welcome/subject.hbs`, `welcome/html.hbs`, `welcome/text.hbs` (one of the two is
 * enough), `welcome/example.json`, and what they share as `_partials/layout.html.hbs` and so on. Nothing outside of it
 * is read, whatever a template is called or asks for.
 *
 * @throws WiringError that names the file that is missing or wrong
 */
export function readTemplateFolder(folder: string): TemplateFolder {
  if (!existsSync(folder))
    throw new WiringError(
      `There are no templates at ${folder}: set TEMPLATES_DIR to a folder that has them.`,
    );
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => name !== PARTIALS);
  return {
    partials: { html: partialsIn(folder, 'html'), text: partialsIn(folder, 'text') },
    templates: names.sort().map((name) => readTemplate(folder, name)),
  };
}

function partialsIn(folder: string, format: Format): ReadonlyMap<string, string> {
  const ending = `.${format}.hbs`;
  const path = join(folder, PARTIALS);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(ending)) : [];
  return new Map(
    files.map((name) => [name.slice(0, -ending.length), readFileSync(join(path, name), 'utf8')]),
  );
}

function readTemplate(folder: string, name: string): TemplateSource {
  if (!NAME.test(name))
    throw new WiringError(`The template ${name} must be called by small letters, digits and hyphens.`);
  const read = (file: string) => readIfThere(join(folder, name, file));
  const [subject, html, text] = [read('subject.hbs'), read('html.hbs'), read('text.hbs')];
  if (subject === undefined || (html === undefined && text === undefined))
    throw new WiringError(`The template ${name} needs subject.hbs, and html.hbs or text.hbs or both.`);
  return { name, subject, html, text, example: exampleOf(name, read('example.json')) };
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function exampleOf(name: string, text: string | undefined): Readonly<Record<string, unknown>> {
  const wrong = `The template ${name} needs an example.json: an object with a sample of every variable.`;
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw new WiringError(`${wrong} It cannot be read: ${String(error)}`);
  }
  throw new WiringError(wrong);
}
