import { existsSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WiringError } from '../../../core/index.js';

/** Output format of a part: variables are escaped in HTML, not in text. */
export type Format = 'html' | 'text';

export interface TemplateSource {
  readonly name: string;
  readonly subject: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
  /** Sample variables, which also define the variables that the template requires. */
  readonly example: Readonly<Record<string, unknown>>;
}

export interface TemplateFolder {
  readonly partials: Readonly<Record<Format, ReadonlyMap<string, string>>>;
  readonly templates: readonly TemplateSource[];
}

const PARTIALS = '_partials';
const FILES = ['subject.hbs', 'html.hbs', 'text.hbs', 'example.json'] as const;
const MARKED = [
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
] as const;
const NAME = /^[a-z\d][a-z\d-]{0,63}$/;

/**
 * Reads a folder of templates: `welcome/subject.hbs`, `welcome/html.hbs`, `welcome/text.hbs` (one of the two is
 * enough), `welcome/example.json`, and shared partials such as `_partials/layout.html.hbs`. Folders and files may be
 * links, as in a ConfigMap mounted by Kubernetes. Templates cannot make it read anything else.
 *
 * @throws WiringError that names the missing or invalid file
 */
export function readTemplateFolder(folder: string): TemplateFolder {
  if (!isFolder(folder))
    throw new WiringError(`No templates found at ${folder}: set TEMPLATES_DIR to a folder that has some.`);
  const names = namesIn(folder).filter((name) => name !== PARTIALS && isTemplate(folder, name));
  return {
    partials: { html: partialsIn(folder, 'html'), text: partialsIn(folder, 'text') },
    templates: names.sort().map((name) => readTemplate(folder, name)),
  };
}

/** Lists a folder without hidden files (`.git`, `..data`) and editors' backup copies. */
function namesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !/^[.#]|~$|\.(bak|old|orig|rej|swp|tmp)$/i.test(name));
}

/** A folder with a valid name, or one with template files, whose name is then a mistake. */
function isTemplate(folder: string, name: string): boolean {
  const path = join(folder, name);
  return isFolder(path) && (NAME.test(name) || FILES.some((file) => existsSync(join(path, file))));
}

function partialsIn(folder: string, format: Format): ReadonlyMap<string, string> {
  const ending = `.${format}.hbs`;
  const path = join(folder, PARTIALS);
  const files = isFolder(path) ? namesIn(path).filter((name) => name.endsWith(ending)) : [];
  return new Map(files.map((name) => [name.slice(0, -ending.length), readText(join(path, name))]));
}

function readTemplate(folder: string, name: string): TemplateSource {
  if (!NAME.test(name))
    throw new WiringError(
      `The template name ${name} must consist of lower-case letters, digits and hyphens.`,
    );
  const [subject, html, text, example] = FILES.map((file) => readIfThere(join(folder, name, file)));
  if (subject === undefined || (html === undefined && text === undefined))
    throw new WiringError(`The template ${name} needs subject.hbs, and html.hbs or text.hbs or both.`);
  return { name, subject, html, text, example: exampleOf(name, example) };
}

/** Follows links. A broken link is an error: it would silently drop a template. */
function isFolder(path: string): boolean {
  if (existsSync(path)) return statSync(path).isDirectory();
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
  throw new WiringError(`The link ${path} is broken: remove it, or restore its target.`);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readText(path) : undefined;
}

/** Reads UTF-8, or UTF-16 with a byte order mark, which is removed. */
function readText(path: string): string {
  const bytes = readFileSync(path);
  const [charset] = MARKED.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark)) ?? ['utf-8'];
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new WiringError(`The file ${path} is not UTF-8: save it as UTF-8.`);
  }
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
