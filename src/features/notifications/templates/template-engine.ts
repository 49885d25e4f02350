import Handlebars from 'handlebars';
import { WiringError } from '../../../core/task/queue.errors.js';
import type { Format } from './template-folder.js';
import { refuseUnsafeHtml } from './html-rules.js';

/** Fills in the variables. */
export type Render = (variables: object) => string;

/** A variable holds what a template cannot use. */
export class UnusableVariableError extends Error {
  override readonly name = 'UnusableVariableError';
}

/** What a template may call. Each either is there in Handlebars or stands below; none runs code, reads or writes. */
const HELPERS = { if: true, unless: true, each: true, with: true, url: true };
const CLOSED = { log: false, lookup: false, helperMissing: false, blockHelperMissing: false };

/**
 * Handlebars, closed: a name that is not there is an error and not an empty place, only the helpers above exist,
 * prototypes are out of reach, and partials are those it is given.
 */
export class TemplateEngine {
  private readonly handlebars = Handlebars.create();

  /** @param partials by their names; each is checked like a template */
  constructor(
    private readonly format: Format,
    partials: ReadonlyMap<string, string>,
  ) {
    this.handlebars.registerHelper('url', webUrl);
    for (const [name, source] of partials) {
      this.check(source, `_partials/${name}.${format}.hbs`);
      this.handlebars.registerPartial(name, source);
    }
  }

  /**
   * @param where the file, for messages
   * @throws WiringError for what is no template, or not a safe one
   */
  compile(source: string, where: string): Render {
    this.check(source, where);
    return this.handlebars.compile(source, {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: { ...HELPERS, ...CLOSED },
      noEscape: this.format === 'text',
    });
  }

  private check(source: string, where: string): void {
    try {
      const program = this.handlebars.parse(source);
      if (this.format === 'html') refuseUnsafeHtml(source, program);
    } catch (error) {
      throw new WiringError(`The template ${where} is wrong: ${String(error)}`);
    }
  }
}

/** `{{url link}}`: the only way for a variable into a link. A `javascript:` or a relative one is refused. */
function webUrl(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const isPlain = /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(text) && URL.canParse(text);
  if (!isPlain)
    throw new UnusableVariableError(
      `a link must be a URL that starts with https://, http:// or mailto:, got ${JSON.stringify(text.slice(0, 100))}`,
    );
  return text;
}
