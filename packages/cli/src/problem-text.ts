import type { Problem, components } from '@celeriac/client';

type Mistake = components['schemas']['ProblemField'];

const HINTS: Partial<Record<Problem['code'], string>> = {
  unauthenticated: 'Set CELERIAC_API_KEY, or choose a profile with --profile.',
  'queue-full': 'Nothing was submitted. Try again when the queue is shorter.',
  'broker-unavailable':
    'The request may have had its effect or not. `celeriac health` shows the state of the service.',
};

/**
 * A problem for people: its title and detail, then each mistake with its place.
 *
 * @param query the query that was sent: a mistake in it gets a caret
 */
export function problemText(problem: Problem, query: string | undefined): string {
  const { title, detail, code, errors = [] } = problem;
  const hint = HINTS[code];
  return [
    detail === undefined ? title : `${title}: ${detail}`,
    ...errors.map((mistake) => indented(mistakeText(mistake, query))),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n');
}

function mistakeText(mistake: Mistake, query: string | undefined): string {
  const { column, length = 1, parameter, pointer, suggestions = [] } = mistake;
  const meant = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.slice(0, 3).join(' or ')}?`;
  const message = `${mistake.message}${meant}`;
  if ((parameter === 'q' || pointer === '/q') && query !== undefined && column !== undefined) {
    const caret = ' '.repeat(column - 1) + '^'.repeat(Math.max(1, length));
    return [query, caret, message].join('\n');
  }
  const place = parameter ?? pointer;
  return place === undefined || message.startsWith(place) ? message : `${place}: ${message}`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
