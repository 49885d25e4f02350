import { describe, expect, it } from '@jest/globals';
import { cpuMsOf } from '../../../test/support/cpu-time.js';
import { decodeBody } from './decode-body.js';

const bytes = (...values: number[]) => Buffer.from(values);

describe('decodeBody', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }, 'json'],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }, 'json'],
    ['application/json', 'null', null, 'json'],
    ['application/json', 'not json', 'not json', 'text'],
    ['text/plain', 'grüße', 'grüße', 'text'],
    ['TEXT/HTML; charset="UTF-8"', '<p>', '<p>', 'text'],
    ['application/xml', '<a/>', '<a/>', 'text'],
    ['text/plain; charset=no-such-charset', 'ü', 'ü', 'text'],
    ['image/png', 'PNG', 'UE5H', 'base64'],
    [null, 'PNG', 'UE5H', 'base64'],
  ])('decodes a body of type %s', (type, body, data, encoding) => {
    expect(decodeBody(Buffer.from(body), type)).toMatchObject({ data, encoding });
  });

  it.each([
    ['1e999'],
    ['{"a":[1e999]}'],
    ['{"id":12345678901234567890}'],
    ['[-9007199254740995]'],
    ['{"tiny":1e-400}'],
    ['{"a":1,"a":2}'],
    ['{"__proto__":{"a":1}}'],
    ['[{"toJSON":1}]'],
    [`${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    [`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`],
  ])('leaves JSON that cannot be represented as text: %.30s', (text) => {
    expect(decodeBody(Buffer.from(text), 'application/json')).toMatchObject({ data: text, encoding: 'text' });
  });

  it.each([
    ['the header', 'text/plain; charset=iso-8859-1', bytes(0xfc), 'ü', 'windows-1252'],
    [
      'the header, beyond Latin-1',
      'text/plain; charset=latin1',
      bytes(0x80, 0x93, 0x97),
      '€“—',
      'windows-1252',
    ],
    ['the header, quoted', 'text/plain;Charset = "KOI8-R"', bytes(0xc1), 'а', 'koi8-r'],
    ['the header in Japanese', 'text/csv; charset=shift_jis', bytes(0x93, 0xfa), '日', 'shift_jis'],
    ['the header in Chinese', 'text/plain; charset=gb2312', bytes(0xd6, 0xd0), '中', 'gbk'],
    ['a mark of UTF-8', 'text/plain; charset=latin1', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xbc), 'ü', 'utf-8'],
    ['a mark of UTF-16', 'text/plain', bytes(0xff, 0xfe, 0xfc, 0), 'ü', 'utf-16le'],
    ['a mark of UTF-16, the other way', 'text/plain', bytes(0xfe, 0xff, 0, 0xfc), 'ü', 'utf-16be'],
    ['nobody', 'text/plain', bytes(0xc3, 0xbc), 'ü', 'utf-8'],
    ['nobody known', 'text/plain; charset=utf-7', bytes(0xc3, 0xbc), 'ü', 'utf-8'],
  ])('decodes by %s', (_who, type, body, text, charset) => {
    expect(decodeBody(body, type)).toEqual({ data: text, encoding: 'text', charset });
  });

  it.each([
    ['application/xml', '<?xml version="1.0" encoding="ISO-8859-1"?><a>\xfc</a>', 'windows-1252'],
    ['application/atom+xml', "<?xml version='1.0' encoding='windows-1251'?><a/>", 'windows-1251'],
    ['application/xml; charset=utf-8', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'utf-8'],
    ['text/html', '<html><head><meta charset=iso-8859-15>', 'iso-8859-15'],
    ['text/html', '<META http-equiv="Content-Type" content="text/html; charset=euc-kr">', 'euc-kr'],
    ['text/html', '<meta charset="utf-16">', 'utf-8'],
    ['text/html', `${' '.repeat(1_024)}<meta charset="koi8-r">`, 'utf-8'],
    ['text/plain', '<meta charset="koi8-r">', 'utf-8'],
    ['text/html', '<!-- <meta charset="windows-1251"> --><meta charset="koi8-r">', 'koi8-r'],
    ['text/html', '<!--><meta charset="koi8-r">-->', 'koi8-r'],
    ['text/html', '<!-- a --!><meta charset="koi8-r">', 'koi8-r'],
    ['text/html', '<!-- a > b <meta charset="windows-1251">', 'utf-8'],
    ['text/html', '<!doctype html><?php <meta charset="koi8-r">', 'utf-8'],
    [
      'text/html',
      `<script>document.write('<meta charset="windows-1251">')</script><meta charset=koi8-r>`,
      'koi8-r',
    ],
    ['text/html', '<style><meta charset="windows-1251"></style><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<title><meta charset="windows-1251"></title><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<textarea><meta charset="windows-1251"></textarea><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<iframe><meta charset="windows-1251"></iframe><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<noscript><meta charset="windows-1251"></noscript>', 'windows-1251'],
    ['text/html', '<p title="<meta charset=windows-1251>"><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<metadata charset="windows-1251"><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<meta data-charset="windows-1251"><meta charset=koi8-r>', 'koi8-r'],
    [
      'text/html',
      '<meta name="description" content="a; charset=windows-1251"><meta charset=koi8-r>',
      'koi8-r',
    ],
    ['text/html', '<meta content="text/html; charset=koi8-r" http-equiv="CONTENT-TYPE">', 'koi8-r'],
    ['text/html', `<meta http-equiv=content-type content='text/html; charset="koi8-r"'>`, 'koi8-r'],
    ['text/html', `<meta http-equiv=content-type content='text/html; charset = koi8-r ; a'>`, 'koi8-r'],
    ['text/html', `<meta http-equiv=content-type content='text/html; charset="koi8-r'>`, 'utf-8'],
    ['text/html', '<meta charset="no-such"><meta charset=koi8-r>', 'koi8-r'],
    ['text/html', '<meta charset=" koi8-r ">', 'koi8-r'],
    ['text/html', '<META\n\tCHARSET\t=\tkoi8-r />', 'koi8-r'],
    ['text/html', '<meta charset="utf-16le"><meta charset=koi8-r>', 'utf-8'],
    ['text/html', `${' '.repeat(1_005)}<meta charset="koi8-r">`, 'utf-8'],
    ['text/html', '<?xml version="1.0" encoding="koi8-r"?><html>', 'koi8-r'],
    ['text/html', '<?xml version="1.0" encoding="koi8-r"?><meta charset="windows-1251">', 'windows-1251'],
    ['text/html; charset=utf-8', '<meta charset="koi8-r">', 'utf-8'],
  ])('reads the charset from the document for %s: %.60s', (type, text, charset) => {
    expect(decodeBody(Buffer.from(text, 'latin1'), type).charset).toBe(charset);
  });

  it.each([
    ['tags that never end', '<META\t'.repeat(3_000)],
    ['meta tags', '<meta charset='.repeat(1_000)],
    ['white space in a tag', `<meta charset=${' '.repeat(16_000)}`],
    ['comments', '<!--'.repeat(4_000)],
    ['charsets in a value', `<meta http-equiv=content-type content="${'charset '.repeat(100)}">`],
    ['an XML declaration that never ends', `<?xml ${'encoding= '.repeat(2_000)}`],
  ])('finds no charset in %s within little time', (_what, text) => {
    const body = Buffer.from(text);
    const read = () => {
      for (const type of ['text/html', 'application/xml'])
        for (let i = 0; i < 20; i += 1) decodeBody(body, type);
    };
    expect(cpuMsOf(read)).toBeLessThan(300);
  });
});
