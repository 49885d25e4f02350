import { openHistory } from './test/bench/history/open-history.mjs';
import { kindsOf } from './test/bench/history/kinds.mjs';
import { searchSql, waysOf, countSql } from './dist/history/search/search-sql.js';
const h = await openHistory('postgres://postgres@localhost:5598/h10');
const newest = Date.parse('2026-11-29T23:00:00Z');
const fake = { table: h.table, searches: { search: async (s) => { globalThis.s = s; return []; }, count: async () => ({value:0}) } };
const only = process.argv[2];
for (const [what,, act] of kindsOf(fake, { first: newest - 90*864e5, newest })) {
  if (only && !what.includes(only)) continue;
  globalThis.s = undefined; await act(3); if (!globalThis.s) continue;
  for (const way of waysOf(globalThis.s, true)) {
    const { text, values } = searchSql(globalThis.s, way, true);
    try {
      const t = performance.now();
      const rows = await h.database.read('EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ' + text, values);
      console.log('=====', what, way, Math.round(performance.now() - t)); 
      const lines = rows.map(r=>r['QUERY PLAN'].slice(0,170));
      console.log((only ? lines : lines.filter(l => /Execution|Planning Time|rows=/.test(l)).slice(0, 40)).join('\n'));
    } catch (e) { console.log('=====', what, way, String(e)); const rows = await h.database.read('EXPLAIN ' + text, values); console.log(rows.map(r=>r['QUERY PLAN'].slice(0,170)).join('\n')); }
  }
}
await h.close();
