const DAY_MS = 86_400_000;
const NAMES = [
  ...['fetch.page', 'email.send', 'orders.place', 'images.resize', 'fetch.robots', 'orders.export'],
];

/** Kinds of searches: their name, the time that they may take, and one search for each number. */
export function kindsOf({ table, searches }, { first, newest }) {
  const find = (conditions, changes) => searches.search({ ...PAGE, conditions, ...changes });
  const lastDay = { ...BARE, kind: 'time', field: 'created', anyOf: [{ from: newest - DAY_MS }] };
  const name = (i) => text('name', NAMES[i % NAMES.length]);
  const order = (i) => `ord-${100_000 + spread(i, 900_000)}`;
  return [
    ['the first page of the newest', 20, () => find([])],
    ['status, name and the last day', 50, (i) => find([status('FAILURE'), name(i), lastDay])],
    ['status and name', 50, (i) => find([status('FAILURE'), name(i)])],
    ['name', 50, (i) => find([name(i)])],
    ['an equal value in the payload', 100, (i) => find([equal(['customer', 'id'], spread(i, 200_000))])],
    [
      'the same in a list',
      100,
      (i) => find([equal(['order', 'items', '0', 'sku'], `SKU-${spread(i, 20_000)}`)]),
    ],
    ['a frequent value', 100, () => find([equal(['customer', 'plan'], 'team')])],
    ['a tag', 100, (i) => find([{ ...BARE, kind: 'tag', anyOf: [[`tenant-${spread(i, 2_000)}`]] }])],
    [
      'a wildcard in the payload',
      1_000,
      (i) => find([like(['url'], '', `shop${1_000 + spread(i, 4_000)}.example`, '')]),
    ],
    ['a beginning in the payload', 1_000, (i) => find([like(['variables', 'order_id'], order(i), '')])],
    ['free text', 1_000, (i) => find([anywhere(order(i))])],
    ['free text that is nowhere', 1_000, (i) => find([anywhere(`nowhere${i}zzz`)])],
    ['a part of an error', 1_000, () => find([text('error.message', '', 'mailbox of customer', '')])],
    ['the longest runs of the last day', 1_000, () => find([lastDay], { sort: 'run_ms' })],
    ['a page of what finished last', 50, () => find([], { sort: 'finished' })],
    [
      'a count',
      1_500,
      (i) => searches.count([status('FAILURE'), name(i)]).then(({ value }) => ({ length: value })),
    ],
    ['an id', 5, byId(table, first, newest)],
  ];
}

const PAGE = { sort: 'created', order: 'desc', limit: 50, maxResultBytes: 10_000, withPayload: false };
const BARE = { isNegated: false, orMissing: false };

const status = (...anyOf) => ({ isNegated: false, kind: 'status', anyOf });
const text = (field, ...pattern) => ({ ...BARE, kind: 'text', fields: [field], anyOf: [pattern] });
const inPayload = (path, test) => ({ ...BARE, kind: 'document', document: 'payload', path, anyOf: [test] });
const equal = (path, value) => inPayload(path, { equals: [value] });
const like = (path, ...pattern) => inPayload(path, { pattern });
const anywhere = (word) => ({ isNegated: false, kind: 'anywhere', anyOf: [['', word, '']], inPayload: true });
/** Numbers below `values` that have no order. */
const spread = (i, values) => (i * 7_919) % values;

/** Ids are random in part: one that is there is looked up first, and not measured. */
function byId(table, first, newest) {
  return async (i) => {
    const id = idAt(first + ((i * 0.618034) % 1) * (newest - first));
    const [near] = await table.database.read('SELECT id FROM task WHERE id >= $1 ORDER BY id LIMIT 1', [id]);
    const from = performance.now();
    const found = await table.findMany([near.id], true);
    return { length: found.filter(Boolean).length, ms: performance.now() - from };
  };
}

/** An id of a time, in ms since 1970. */
export function idAt(at) {
  const hex = Math.trunc(at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
