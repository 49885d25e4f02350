import Handlebars from 'handlebars';
import { WiringError } from '../../../core/index.js';
import { NamedError } from '../../../platform/errors/named-error.js';
import type { Format } from './template-folder.js';
import { refuseUnsafeHtml } from './html-rules.js';

/** Renders a template with variables. */
export type Render = (variables: object) => string;

/** A variable has a value that the template cannot use. */
export class UnusableVariableError extends NamedError {}

/** The only helpers of templates: Handlebars' own, and `url` below. None runs code, reads or writes. */
const HELPERS = { if: true, unless: true, each: true, with: true, url: true };
const CLOSED = { log: false, lookup: false, helperMissing: false, blockHelperMissing: false };

/**
 * A restricted Handlebars: unknown names are errors instead of empty output, only the helpers above exist, prototypes
 * are inaccessible, and only the given partials can be used.
 */
export class TemplateEngine {
  private readonly handlebars = Handlebars.create();

  /** @param partials by name; each is checked like a template */
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
   * @throws WiringError for an invalid or unsafe template
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
      throw new WiringError(`The template ${where} is invalid: ${String(error)}`);
    }
  }
}

/** `{{url link}}` is the only way to put a variable into a link. `javascript:` and relative URLs are refused. */
function webUrl(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const isPlain = /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(text) && URL.canParse(text);
  if (!isPlain)
    throw new UnusableVariableError(
      `a link must be a URL that starts with https://, http:// or mailto:, got ${JSON.stringify(text.slice(0, 100))}`,
    );
  return text;
}
