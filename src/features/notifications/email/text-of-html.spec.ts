import { describe, expect, it } from '@jest/globals';
import { textOfHtml } from './text-of-html.js';

describe('textOfHtml', () => {
  it.each([
    ['cells apart', '<table><tr><td>12</td><td>500</td></tr></table>', '12  500'],
    [
      'rows on lines of their own',
      '<table>\n<thead><tr> <th>Item</th>\n<th>Price</th> </tr></thead><tbody><tr><td>Tea</td><td>3</td></tr><tr><td>Cup</td><td>8</td></tr></tbody></table>',
      'Item  Price\nTea  3\nCup  8',
    ],
    ['cells with paragraphs', '<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>', 'a\n\nb'],
    [
      'tables in tables',
      '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>',
      'a  b\n\nc',
    ],
    ['empty cells', '<table><tr><td>a</td><td></td><td>c</td></tr></table>', 'a    c'],
    ['a caption', '<table><caption>Prices</caption><tr><td>1</td></tr></table>', 'Prices\n1'],
    ['line breaks', 'a<br>b<br/>c', 'a\nb\nc'],
    ['lists', '<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>', ' * a\n * b\n\n 1. c\n 2. d'],
    ['nested lists', '<ul><li>a<ul><li>b</li></ul></li></ul>', ' * a\n   * b'],
    ['terms and what they mean', '<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>', 'a\nb\nc\nd'],
    ['links', '<a href="https://a.example/">Report</a>', 'Report <https://a.example/>'],
    [
      'links that say where they lead',
      '<a href="https://a.example/">https://a.example/</a>',
      'https://a.example/',
    ],
    ['headings as they are', '<h1>Straße</h1><h4>Straße</h4><h6>x</h6>y', 'Straße\n\nStraße\n\nx\n\ny'],
    ['preformatted text', '<pre>a   b\n  c</pre>', 'a   b\n  c'],
    [
      'what an image shows',
      '<img src="a.png" alt="Our logo"> <img src="b.gif" alt=""><img src="c.gif">',
      '[Our logo]',
    ],
    [
      'an image that is a link',
      '<a href="https://a.example/"><img alt="Buy"></a>',
      '[Buy] <https://a.example/>',
    ],
    ['figures', '<figure>a<figcaption>b</figcaption></figure>c', 'a\nb\nc'],
    ['options', '<select><option>a</option><option>b</option></select>', 'a\nb'],
    ['characters', 'a &amp; b &lt;c&gt; &euro;&nbsp;5', 'a & b <c> €\u00a05'],
  ])('keeps %s', (_what, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it.each([
    '<style>p { color: red }</style>',
    '<script>x()</script>',
    '<title>x</title>',
    '<template>x</template>',
    '<!-- x -->',
    '<!--[if mso]><p>x</p><![endif]-->',
    '<p hidden>x</p>',
    '<div style="display:none">x</div>',
    '<div style="color: red; DISPLAY: none !important">x</div>',
    '<span style="mso-hide:all">x</span>',
  ])('omits invisible content: %s', (html) => {
    expect(textOfHtml(`a ${html}b`)?.replaceAll(/\s+/g, ' ')).toBe('a b');
  });

  it('gives up after the time limit', () => {
    expect(textOfHtml('<table><tr><td>'.repeat(80_000))).toBeUndefined();
  });
});
