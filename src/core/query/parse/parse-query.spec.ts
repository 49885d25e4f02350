import { describe, expect, it } from '@jest/globals';
import { printQuery } from '../print-query.js';
import { QueryError } from '../query.js';
import { parseQuery } from './parse-query.js';

const ID = '0199a4d2-7c1e-7b60-9f3a-2d5e8c4b1a07';

/** The faults of a text: `column+length message → suggestions`. */
function faultsOf(text: string): string[] {
  try {
    parseQuery(text);
    return [];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return error.faults.map(
      ({ column, length, message, suggestions }) =>
        `${column}+${length} ${message}${suggestions.length > 0 ? ` → ${suggestions.join(' ')}` : ''}`,
    );
  }
}

describe('parseQuery', () => {
  it.each([
    ['', ''],
    ['  \t\n ', ''],
    [' status:failure   -tag:test ', 'status:FAILURE -tag:test'],
    ['STATUS:success|Retry', 'status:SUCCESS|RETRY'],
    ['error:"timed out" "free text" word', 'error:"timed out" "free text" word'],
    ['name:"a b"*', 'name:"a b"*'],
    ['name:"fetch".*', 'name:fetch.*'],
    ['name:a**b', 'name:a*b'],
    ['name:C:\\temp', 'name:C:\\temp'],
    ['name:"C:\\temp \\"x\\" \\\\"', 'name:"C:\\\\temp \\"x\\" \\\\"'],
    ['attempt:1..1 crashes:..2 max_attempts:3..', 'attempt:1 crashes:<=2 max_attempts:>=3'],
    ['run_ms:>1.5m wait_ms:1s..2H', 'run_ms:>90000 wait_ms:1000..7200000'],
    ['created:"2026-01-05 10:00"..NOW', 'created:2026-01-05T10:00..now'],
    ['created:>=2026-01-05t10:00:00.123z', 'created:>=2026-01-05T10:00:00.123Z'],
    [`id:${ID.toUpperCase()}|0199*`, `id:${ID}|0199*`],
    ['payload.a."b.c"."d e".*.0:7', 'payload.a."b.c"."d e".*.0:7'],
    ['result:5 progress:>50', 'result:5 progress:>50'],
    ['payload.a:-5..-1 payload.b:../x payload.c:""', 'payload.a:-5..-1 payload.b:../x payload.c:""'],
    ['worker:null|w1 payload.a:"null"', 'worker:null|w1 payload.a:"null"'],
    ['--x a|-b', '--x a|-b'],
    ['payload.__proto__:1 payload.constructor:x', 'payload.__proto__:1 payload.constructor:x'],
  ])('reads %j', (text, printed) => {
    expect(printQuery(parseQuery(text))).toBe(printed);
    expect(parseQuery(printed)).toEqual(parseQuery(text));
  });

  it.each([
    [
      'statos:FAILURE',
      '1+6 "statos" is not a field. Quote the whole word to search for it as a text. → status',
    ],
    [
      'a created_at:today',
      '3+10 "created_at" is not a field. Quote the whole word to search for it as a text. → created',
    ],
    ['http://example.com', '1+4 "http" is not a field. Quote the whole word to search for it as a text.'],
    ['__proto__:1', '1+9 "__proto__" is not a field. Quote the whole word to search for it as a text.'],
    [
      'status:FAILED',
      '8+6 "FAILED" must be one of PENDING, STARTED, RETRY, SUCCESS, FAILURE, REVOKED. → FAILURE',
    ],
    [
      'status:FAIL*',
      '8+5 "FAIL*" must be one of PENDING, STARTED, RETRY, SUCCESS, FAILURE, REVOKED. → FAILURE',
    ],
    ['priority:hihg', '10+4 "hihg" must be one of low, normal, high, critical.'],
    ['priority:crit', '10+4 "crit" must be one of low, normal, high, critical. → critical'],
    ['attempt:abc', '9+3 "abc" is not a number, such as 3, >3 or 1..3.'],
    ['attempt:1e999', '9+5 "1e999" is not a number, such as 3, >3 or 1..3.'],
    ['run_ms:5y', '8+2 "5y" is not a duration, such as >5000, >5s or 1.5m..3m.'],
    ['attempt:3..1', '9+4 3 is greater than 1. → 1..3'],
    [
      'created:2026-02-30',
      '9+10 "2026-02-30" is not a time, such as >-2h, today, 2026-01-05 or 2026-01-05T10:00Z.',
    ],
    ['created:>2h', '9+3 ">2h" is not a time, such as >-2h, today, 2026-01-05 or 2026-01-05T10:00Z. → >-2h'],
    ['created:-2h', '9+3 "-2h" is a moment: write < or > before it. → >-2h <-2h'],
    ['id:0199', '4+4 "0199" is not an ID: IDs are UUIDs. Write * for the part that you do not know. → 0199*'],
    ['name:', '6+0 A value is missing here. The empty text is written "".'],
    ['name:a||b', '8+0 A value is missing here. The empty text is written "".'],
    ['a||b', '3+0 A text is missing here.'],
    ['error:""', '7+2 This text is empty.'],
    ['""', '1+2 This finds every text: write more.'],
    ['*', '1+1 This finds every text: write more.'],
    ['name:"fetch', '6+6 This quote is not closed.'],
    ['payload."a', '9+2 This quote is not closed.'],
    ['name:>a', '6+2 A text cannot be compared by >. Quote it to search for that character.'],
    ['payload.a:>x', '11+2 ">x" does not compare with a number. Quote it to search for that text.'],
    [
      'payload:x',
      '1+7 A path into the payload is missing: write payload.url:value, or payload.*:value for any field. → payload.*',
    ],
    ['payload.a..b:1', '1+12 A name is missing in this path.'],
    ['payload."*":1', '1+11 A field named * cannot be asked for.'],
    ['payload.a*:1', '1+10 In a path, * stands for a whole name. Quote "a*" if that is the name.'],
    ['payload.1.2.3.4.5.6.7.8.9.10.11:1', '1+31 A path may have up to 10 names, and this one has 11.'],
    ['a OR b', '3+2 Alternatives are written as status:FAILURE|REVOKED.'],
    ['a AND b', '3+3 Terms are joined by AND as they are: leave it out.'],
    ['NOT a', '1+3 A term is negated by - in front of it: -tag:test.'],
    ['(a)', '1+3 Quote "(a)" to search for it: : and ( mean something outside of quotes.'],
    ['- a', '1+1 Nothing follows this -. Quote it to search for it.'],
    [':a', '1+0 There is no field before the colon.'],
    ['"name":a', '1+6 The name of a field is not quoted.'],
    ['name:*1*2*3*4*5*6*7*8*9*0*', '6+21 A value may have up to 10 wildcards, and this one has 11.'],
    ['a \0', '3+1 No text can contain this character.'],
    ['a \ud800b', '3+1 No text can contain this character.'],
  ])('refuses %j', (text, fault) => expect(faultsOf(text)).toEqual([fault]));

  it('reports all mistakes at once', () => {
    expect(faultsOf('status:x attempt:y -foo:"a b"|c name:"d').map((fault) => fault.slice(0, 5))).toEqual([
      '8+1 "',
      '18+1 ',
      '21+3 ',
      '38+2 ',
    ]);
  });

  it.each([
    ['a'.repeat(2_001), 'A query may have up to 2000 characters, and this one has 2001.'],
    ['"'.repeat(1_000_000), 'A query may have up to 2000 characters, and this one has 1000000.'],
    ['a'.repeat(251), 'A text may have up to 250 characters, and this one has 251.'],
    [`${'a|'.repeat(19)}a `.repeat(6), 'A query may have up to 100 values in all its terms.'],
    ['a '.repeat(51), 'A query may have up to 50 terms.'],
    [Array(21).fill('a').join('|'), 'A term may have up to 20 alternatives, and this one has 21.'],
  ])('limits %.20j', (text, message) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['"'.repeat(1_999), 1],
    ['\\"'.repeat(1_000), 1],
    ['payload' + '.a'.repeat(900) + ':1', 1],
    [':'.repeat(2_000), 1],
    ['a:'.repeat(1_000), 1],
    ['a: '.repeat(600), 20],
    ['('.repeat(2_000), 1],
    ['*'.repeat(2_000), 1],
    ['-'.repeat(2_000), 1],
    ['-'.repeat(250), 0],
    ['|'.repeat(2_000), 20],
  ])('answers %.20j… with few faults', (text, count) => expect(faultsOf(text)).toHaveLength(count));
});
