import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Config } from '../../../platform/config/config.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { Templates } from './templates.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'celeriac-templates-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The templates of a folder with these files, in addition to a valid template `t`. */
function load(files: Record<string, string> = {}): Templates {
  const right = {
    't/subject.hbs': 'Hi {{name}}',
    't/html.hbs': '<p>{{name}}</p>',
    't/example.json': '{"name":"Ada"}',
  };
  for (const [path, content] of Object.entries({ ...right, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const templates = new Templates(new Config({ TEMPLATES_DIR: folder }));
  templates.onModuleInit();
  return templates;
}

const render = (templates: Templates, variables: unknown) => templates.find('t')?.render(variables);

describe('a template', () => {
  it('included with the service renders its example', () => {
    const templates = new Templates(new Config({}));
    templates.onModuleInit();
    expect(templates.all().map(({ name }) => name)).toEqual(['alert', 'report-ready', 'welcome']);
    for (const template of templates.all()) {
      const { subject, html = '', text = '' } = template.render(template.example);
      expect(subject).not.toMatch(/[{}\n]/);
      expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
      expect(`${html}${text}`).not.toMatch(/\{\{|\[object|undefined/);
    }
  });

  it('escapes variables in HTML only', () => {
    const templates = load({ 't/text.hbs': '{{name}}' });
    expect(render(templates, { name: `<a href='x' title="y">&` })).toEqual({
      subject: `Hi <a href='x' title="y">&`,
      html: '<p>&lt;a href&#x3D;&#x27;x&#x27; title&#x3D;&quot;y&quot;&gt;&amp;</p>',
      text: `<a href='x' title="y">&`,
    });
  });

  it('treats variables in {{#if}} as optional', () => {
    const templates = load({
      't/html.hbs': '{{name}}{{#if note}}: {{note}}{{/if}}',
      't/example.json': '{"name":"Ada","note":"n"}',
    });
    expect(render(templates, { name: 'A' })).toMatchObject({ html: 'A' });
    expect(render(templates, { name: 'A', note: null })).toMatchObject({ html: 'A' });
    expect(() => render(templates, { note: 'n' })).toThrow(InvalidInputError);
  });

  it('uses layouts and partials from its folder', () => {
    const templates = load({
      '_partials/layout.html.hbs': '<b>{{title}}</b>{{> @partial-block}}',
      '_partials/mark.html.hbs': '[{{what}}]',
      't/html.hbs': '{{#> layout title=name}}{{> mark what=name}}{{/layout}}',
    });
    expect(render(templates, { name: '<x>' })).toMatchObject({ html: '<b>&lt;x&gt;</b>[&lt;x&gt;]' });
  });

  it('is aborted when it takes too long', () => {
    const deep = '{{#each a}}'.repeat(6) + 'x' + '{{/each}}'.repeat(6);
    const nested = JSON.stringify([[[[[[1]]]]]]);
    const templates = load({
      't/html.hbs': deep.replaceAll('{{#each a}}', '{{#each @root.a}}'),
      't/example.json': `{"name":"Ada","a":${nested}}`,
    });
    const a = Array.from({ length: 2_000 }, () => [[[[[1]]]]]);
    expect(() => render(templates, { name: 'Ada', a })).toThrow('it took longer than 1000 ms');
  });

  it.each([
    ['constructor', '{{constructor}}'],
    ['a prototype', '{{name.__proto__}}'],
    ['a method', '{{name.toUpperCase}}'],
  ])('cannot access %s', (_what, html) => {
    let made: string | undefined;
    try {
      made = render(load({ 't/html.hbs': html }), { name: 'Ada' })?.html;
    } catch {
      made = '';
    }
    expect(made).toBe('');
  });

  it.each([
    ['an unknown variable', { 't/html.hbs': '{{nmae}}' }, 'nmae'],
    ['an unknown partial', { 't/html.hbs': '{{> nothing}}' }, 'nothing'],
    ['a partial elsewhere', { 't/html.hbs': '{{> ../../etc/passwd}}' }, 'is invalid|passwd|not be found'],
    ['a helper that is not there', { 't/html.hbs': '{{run name}}' }, 'run'],
    ['log', { 't/html.hbs': '{{log name}}' }, 'log'],
    ['lookup', { 't/html.hbs': '{{lookup this "name"}}' }, 'lookup'],
    ['a mistake', { 't/html.hbs': '{{#if name}}' }, 't/html.hbs'],
    ['no subject', { 't/subject.hbs': ' ' }, 'subject'],
    ['a subject of two lines', { 't/subject.hbs': 'a\nb' }, 'subject'],
    ['an example that is no object', { 't/example.json': '[]' }, 'example.json'],
    ['an example that is no JSON', { 't/example.json': '{' }, 'example.json'],
    [
      'a name with a dot',
      { 't.x/subject.hbs': 'x', 't.x/html.hbs': 'x', 't.x/example.json': '{}' },
      'lower-case letters',
    ],
    ['no part', { 'u/subject.hbs': 'x', 'u/example.json': '{}' }, 'html.hbs or text.hbs'],
    ['raw output', { 't/html.hbs': '{{{name}}}' }, 'not escaped'],
    ['raw output by &', { 't/html.hbs': '{{#if name}}{{&name}}{{/if}}' }, 'not escaped'],
    ['raw output in a partial', { '_partials/p.html.hbs': '{{{name}}}' }, 'not escaped'],
    ['an attribute without quotes', { 't/html.hbs': '<p class={{name}}>' }, 'quotes'],
    ['a bare link', { 't/html.hbs': '<a href="{{name}}">' }, '\\{\\{url name\\}\\}'],
    ['a variable in a style', { 't/html.hbs': '<p style="color: {{name}}">' }, 'style'],
    ['a variable in a style sheet', { 't/html.hbs': '<style>p { color: {{name}} }</style>' }, 'style'],
    ['a script', { 't/html.hbs': '<script>1</script>{{name}}' }, 'scripts'],
  ])('with %s prevents the start', (_what, files, message) => {
    expect(() => load(files)).toThrow(new RegExp(message));
  });

  it('requires its folder', () => {
    const templates = new Templates(new Config({ TEMPLATES_DIR: join(folder, 'nowhere') }));
    expect(() => templates.onModuleInit()).toThrow('TEMPLATES_DIR');
  });
});
