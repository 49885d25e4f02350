import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTemplateFolder } from './template-folder.js';

const WELCOME = {
  'welcome/subject.hbs': 'Hi {{name}}',
  'welcome/html.hbs': '<p>{{name}}</p>',
  'welcome/example.json': '{"name":"Ada"}',
  '_partials/layout.html.hbs': '<body>',
};
const READ = { name: 'welcome', subject: 'Hi {{name}}', html: '<p>{{name}}</p>', example: { name: 'Ada' } };

describe('readTemplateFolder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (files: Record<string, string | Buffer>, at = '.') => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, at, path)), { recursive: true });
      writeFileSync(join(folder, at, path), content);
    }
  };
  const link = (from: string, to: string) => symlinkSync(to, join(folder, from));

  it('reads a ConfigMap mounted by Kubernetes', () => {
    put(WELCOME, '..2026_11_29_10_00_00.123456789');
    link('..data', '..2026_11_29_10_00_00.123456789');
    link('welcome', '..data/welcome');
    link('_partials', '..data/_partials');
    const { templates, partials } = readTemplateFolder(folder);
    expect(templates).toEqual([expect.objectContaining(READ)]);
    expect([...partials.html]).toEqual([['layout', '<body>']]);
  });

  it('follows links to templates, files and the folder itself', () => {
    put(WELCOME, 'elsewhere');
    mkdirSync(join(folder, 'mount/welcome'), { recursive: true });
    link('mount/welcome/..data', '../../elsewhere/welcome');
    for (const file of ['subject.hbs', 'html.hbs', 'example.json'])
      link(`mount/welcome/${file}`, `..data/${file}`);
    link('templates', 'mount');
    expect(readTemplateFolder(join(folder, 'templates')).templates).toEqual([expect.objectContaining(READ)]);
  });

  it('ignores files of version control, systems and editors', () => {
    put({
      ...WELCOME,
      '.git/HEAD': 'ref',
      '.git/subject.hbs': 'x',
      '.DS_Store': '',
      'README.md': '# x',
      'lost+found/x': '',
      'node_modules/x/index.js': '',
      '__MACOSX/welcome/x': '',
      'welcome.bak/subject.hbs': 'x',
      'welcome~/subject.hbs': 'x',
      'welcome/html.hbs~': 'x',
      'welcome/.html.hbs.swp': 'x',
      'welcome/README': 'x',
      '_partials/.layout.html.hbs.swp': 'x',
      '_partials/._layout.html.hbs': '\x00\x05',
      '_partials/#layout.html.hbs#': 'x',
      '_partials/layout.html.hbs~': 'x',
    });
    link('_partials/.#layout.html.hbs', 'somebody@somewhere.4711');
    const { templates, partials } = readTemplateFolder(folder);
    expect(templates).toEqual([expect.objectContaining(READ)]);
    expect([...partials.html]).toEqual([['layout', '<body>']]);
  });

  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, the other way', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads files in %s without the byte order mark', (_what, encode) => {
    put(Object.fromEntries(Object.entries(WELCOME).map(([path, text]) => [path, encode(text)])));
    const { templates, partials } = readTemplateFolder(folder);
    expect(templates).toEqual([expect.objectContaining(READ)]);
    expect([...partials.html]).toEqual([['layout', '<body>']]);
  });

  it('refuses files in another charset', () => {
    put({ ...WELCOME, 'welcome/html.hbs': Buffer.from('Gr\xfc\xdfe', 'latin1') });
    expect(() => readTemplateFolder(folder)).toThrow(/welcome\/html\.hbs is not UTF-8/);
  });

  it('names a broken link', () => {
    put(WELCOME);
    link('alert', 'nowhere');
    expect(() => readTemplateFolder(folder)).toThrow(/alert is broken/);
  });

  it('requires a folder', () => {
    put({ file: '' });
    expect(() => readTemplateFolder(join(folder, 'file'))).toThrow(/TEMPLATES_DIR/);
  });
});
