import { WiringError } from '../../../core/index.js';
import { MAX_PROBLEMS } from '../../../platform/validation/findings.js';
import { isHeaderText } from '../../../platform/validation/rules/is-header-text.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { within } from '../bounded.js';
import { MAX_HTML, MAX_SUBJECT, MAX_TEXT } from '../email/send-email.task.js';
import type { Render, TemplateEngine } from './template-engine.js';
import type { Format, TemplateSource } from './template-folder.js';
import { optionalNames, variableProblems } from './template-variables.js';

/** Far more than any email needs: a busy machine must not make a template fail. */
const LIMIT_MS = 1_000;
const MAX_VARIABLES_BYTES = 65_536;

export interface RenderedEmail {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** An email template. Its output is ready to be sent. */
export class Template {
  readonly name: string;
  readonly example: Readonly<Record<string, unknown>>;
  /** Names of optional variables. */
  readonly optional: ReadonlySet<string>;
  private readonly subject: Render;
  private readonly html: Render | undefined;
  private readonly text: Render | undefined;

  /** @throws WiringError if it cannot render its own example, with and without the optional variables */
  constructor(
    source: TemplateSource,
    engines: Readonly<Record<Format, TemplateEngine>>,
    partials: readonly string[],
  ) {
    const { name, example, subject, html, text } = source;
    [this.name, this.example] = [name, example];
    this.subject = engines.text.compile(subject, `${name}/subject.hbs`);
    this.html = html === undefined ? html : engines.html.compile(html, `${name}/html.hbs`);
    this.text = text === undefined ? text : engines.text.compile(text, `${name}/text.hbs`);
    this.optional = optionalNames([subject, html ?? '', text ?? '', ...partials]);
    this.provedBy(example);
    this.provedBy(Object.fromEntries(Object.entries(example).filter(([key]) => !this.optional.has(key))));
  }

  /** @throws InvalidInputError with paths that begin with `variables` */
  render(variables: unknown): RenderedEmail {
    this.refuseWrong(variables);
    // It was checked to be an object.
    const given = variables as object;
    const email = this.within(() => ({
      subject: this.subject(given).trim(),
      ...(this.html && { html: this.html(given) }),
      ...(this.text && { text: this.text(given) }),
    }));
    this.refuseUnsendable(email);
    return email;
  }

  private refuseWrong(variables: unknown): void {
    const problems = variableProblems(variables, this.example, this.optional, ['variables']);
    if (problems.length > 0)
      throw new InvalidInputError(`what ${this.name} needs`, problems.slice(0, MAX_PROBLEMS));
    const bytes = Buffer.byteLength(JSON.stringify(variables));
    if (bytes > MAX_VARIABLES_BYTES)
      throw this.wrong(`have ${bytes} bytes; the maximum is ${MAX_VARIABLES_BYTES}`);
  }

  private within<T>(render: () => T): T {
    try {
      return within(LIMIT_MS, render);
    } catch (error) {
      throw this.wrong(`cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private refuseUnsendable({ subject, text = '', html = '' }: RenderedEmail): void {
    if (!isHeaderText(subject, MAX_SUBJECT))
      throw this.wrong(`render a subject that is not 1 to ${MAX_SUBJECT} characters on one line`);
    if (text.length > MAX_TEXT)
      throw this.wrong(`render a text of ${text.length} characters; the maximum is ${MAX_TEXT}`);
    if (html.length > MAX_HTML)
      throw this.wrong(`render an HTML body of ${html.length} characters; the maximum is ${MAX_HTML}`);
  }

  private wrong(what: string): InvalidInputError {
    const message = `the variables of ${this.name} ${what}`;
    return new InvalidInputError(`what ${this.name} needs`, [{ path: ['variables'], message }]);
  }

  private provedBy(example: object): void {
    try {
      this.render(example);
    } catch (error) {
      throw new WiringError(
        `The template ${this.name} cannot be rendered with its example.json: ${String(error)}`,
      );
    }
  }
}
