import { fileURLToPath } from 'node:url';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Template } from './template.js';
import { TemplateEngine } from './template-engine.js';
import { readTemplateFolder } from './template-folder.js';

/** The built-in templates, beside `src/` and `dist/`. */
const OURS = fileURLToPath(new URL('../../../../templates', import.meta.url));

/** The email templates by name: those in TEMPLATES_DIR and no others. */
@Injectable()
export class Templates implements OnModuleInit {
  private templates: ReadonlyMap<string, Template> = new Map();

  constructor(private readonly config: Config) {}

  /** An invalid template prevents the start: otherwise it would be found only when an email is sent. */
  onModuleInit(): void {
    this.read();
  }

  /** Reads the whole folder and renders every example, synchronously: at startup, and for previews in development. */
  read(): void {
    const { partials, templates } = readTemplateFolder(this.config.templatesDir ?? OURS);
    const engines = {
      html: new TemplateEngine('html', partials.html),
      text: new TemplateEngine('text', partials.text),
    };
    const shared = [...partials.html.values(), ...partials.text.values()];
    const loaded = templates.map((source) => new Template(source, engines, shared));
    this.templates = new Map(loaded.map((template) => [template.name, template]));
  }

  find(name: string): Template | undefined {
    return this.templates.get(name);
  }

  /** Sorted by name. */
  all(): readonly Template[] {
    return [...this.templates.values()];
  }
}
