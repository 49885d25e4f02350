import { hold, until } from './until.mjs';

const HELD = 8;

/**
 * Makes Redis unavailable for a while in which running tasks end. They must be recorded as SUCCESS, and everything must
 * continue within 2 s.
 *
 * @param begin starts the outage; `proxy.pass` ends it
 */
export async function outage(row, { seconds, begin }) {
  const { stand } = row;
  const { submissions } = stand;
  const ms = Math.round((seconds * 1_000) / 3);
  const held = await Promise.all(Array.from({ length: HELD }, () => submissions.mustSubmit({ ms })));
  await until(() => held.every((entry) => stand.runsOf(entry).length > 0), { what: 'running tasks' });
  row.phase = 'during';
  begin();
  await hold(seconds * 1_000);
  row.phase = 'after';
  await stand.proxy.pass();
  const { first201S, firstRunS } = await row.recovery(Date.now());
  await row.more(100);
  await submissions.finish(120_000);
  const ended = held.filter(({ task }) => task.status === 'SUCCESS').length;
  row.exactly(`${seconds} s: ended meanwhile and recorded SUCCESS`, ended, HELD);
  row.figures[`runs_too_many_${seconds}_s`] = held.filter((entry) => stand.runsOf(entry).length > 1).length;
  row.within(`${seconds} s: longest answer`, row.longestAnswerS, 2);
  row.within(`${seconds} s: first 201 after`, first201S, 2);
  row.within(`${seconds} s: first run after`, firstRunS, 2);
}
