import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import { addressRule } from '../../src/platform/outbound/addresses/address-guard.js';
import { SafeFetch } from '../../src/platform/outbound/safe-fetch.js';
import { FakeInternet } from '../support/fake-internet.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';

/** A line of test/data/ssrf-*.txt; the head of ssrf-refuse.txt explains the directives. */
interface Case {
  readonly url: string;
  readonly why: string;
  /** The answers of the first and the second look-up. */
  readonly answers: readonly string[];
  readonly redirect: string | undefined;
  readonly stage: string | undefined;
}

const refused = read('ssrf-refuse.txt');
const allowed = read('ssrf-allow.txt');

describe('SafeFetch refuses private addresses', () => {
  let origin: LocalOrigin;
  let redirect: string | undefined;
  let requests = 0;

  beforeAll(async () => {
    origin = await startOrigin((_, response) => {
      requests += 1;
      if (redirect) response.setHeader('location', redirect).writeHead(302);
      redirect = undefined;
      response.end('hello');
    });
  });

  afterAll(() => origin.close());

  it('in a long list of cases', () => {
    expect(refused.length).toBeGreaterThanOrEqual(122);
    expect(allowed.length).toBeGreaterThanOrEqual(30);
  });

  it.each(refused)('$url ($why)', async (one) => {
    const internet = enter(one);
    const error = await fetchFrom(internet, one.url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'OutboundRefusedError', rule: expect.any(String), permanent: true });
    expect(addressesOf(one).filter((address) => String(error).includes(address))).toEqual([]);
    expect(internet.connections).toHaveLength(hopsBefore(one));
    expect(requests).toBe(hopsBefore(one));
    if (one.stage === 'parse') expect(internet.lookups).toEqual([]);
  });

  it.each(allowed)('but not $url ($why)', async (one) => {
    const internet = enter(one);
    const answer = await fetchFrom(internet, one.url);
    expect(answer).toMatchObject({ statusCode: 200, finalUrl: one.redirect ?? new URL(one.url).href });
    expect(internet.connections.map(addressRule)).toEqual(
      one.redirect ? [undefined, undefined] : [undefined],
    );
  });

  it.each([
    ['http://93.184.215.14/', 0],
    ['http://refused.example/', 0],
    ['http://first.example/', 1],
  ])('%s, which resolves to a network of FETCH_REFUSE', async (url, connections) => {
    redirect = url.includes('first') ? 'http://refused.example/' : undefined;
    const answers = redirect ? ['8.8.8.8', '1.1.1.1,93.184.215.14'] : ['1.1.1.1,93.184.215.14'];
    const internet = new FakeInternet(answers, origin.port);
    const config = new Config({ FETCH_REFUSE: '93.184.215.0/24' });
    const rejected = expect(new SafeFetch(config, internet).fetch(url)).rejects;
    await rejected.toMatchObject({ name: 'OutboundRefusedError', rule: 'address-refused', permanent: true });
    expect(internet.connections).toHaveLength(connections);
  });

  /** Sets up the origin for a case. A name that changes its address is requested twice, by a redirect to itself. */
  function enter(one: Case): FakeInternet {
    redirect = one.answers.length > 1 ? one.url : one.redirect;
    requests = 0;
    return new FakeInternet(one.answers, origin.port);
  }
});

function fetchFrom(internet: FakeInternet, url: string): ReturnType<SafeFetch['fetch']> {
  return new SafeFetch(new Config({}), internet).fetch(url);
}

/** Connections allowed before the refusal: none, except for a public first hop. */
function hopsBefore({ redirect, answers }: Case): number {
  return redirect || answers.length > 1 ? 1 : 0;
}

/** The internal addresses of a name, which no message may reveal. */
function addressesOf({ answers, url }: Case): string[] {
  return answers
    .flatMap((answer) => answer.split(','))
    .filter((address) => address !== '' && !url.includes(address));
}

function read(file: string): Case[] {
  const lines = readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parse);
}

function parse(line: string): Case {
  const [url = '', comment = ''] = line.split(' # ');
  const directive = (name: string): string | undefined => new RegExp(`\\b${name}=([^;]+)`).exec(comment)?.[1];
  const answers = [directive('dns'), directive('dns2')].filter((answer) => answer !== undefined);
  return {
    url,
    why: comment.split(';')[0] ?? '',
    answers,
    redirect: directive('redirect'),
    stage: directive('stage'),
  };
}
