import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { startBrowser } from './browser.mjs';
import { storeEnded } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, repeated } from './rounds.mjs';

const PREFIX = 'bench-console';
const CHUNK = 5_000;
/** Tasks behind the list. `BENCH_TASKS=1000000` takes 2 GB of Redis. */
const TASKS = Number(process.env.BENCH_TASKS ?? 100_000);
/** Minutes under load, for the heap. */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 10);
/** Each of these tasks changes twice at least; the list shows their rows. */
const TASKS_A_SECOND = 200;
/** A laptop of today is this many times as fast as a cheap phone. */
const SLOWDOWN = 4;
const LIST = 'tr[aria-rowindex="2"] a';

/** Tells the page's time at which the first row can be used. */
const WATCH_LIST = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector('${LIST}')) return;
    observer.disconnect();
    requestAnimationFrame(() => (globalThis.listAt = performance.now()));
  }).observe(document, { childList: true, subtree: true });
`;
/** Two frames later, the observer has noted its time. */
const READ_TIMES = `new Promise((resolve) => {
  const read = () => resolve({
    listMs: listAt,
    paintMs: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  });
  requestAnimationFrame(() => requestAnimationFrame(read));
})`;
const COUNT_FRAMES = `
  globalThis.frames = 0;
  const frame = () => { frames += 1; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
`;

/** The list of tasks in a real browser: how soon it is there, and how it bears changes. */
export async function consoleInBrowser({ redis, url, folder }) {
  await clear(redis, PREFIX);
  await fill(redis);
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder };
  const api = await start('dist/main.js', environment);
  const worker = await start('dist/worker.js', environment);
  const browser = await startBrowser();
  try {
    const address = `${api.url}/dashboard/tasks`;
    await firstView(browser, address); // warm
    const views = await repeated(() => firstView(browser, address));
    return [...shownSoon(views), ...(await underChanges(browser, api.url, address))];
  } finally {
    await browser.close();
    await worker.stop();
    await api.stop();
    await clear(redis, PREFIX);
  }
}

function shownSoon(views) {
  const behind = `${TASKS.toLocaleString('en-US')} tasks behind it, processor ${SLOWDOWN} x slower`;
  return [
    {
      ...{ what: `first contentful paint, ${behind}`, unit: 'ms', below: 500 },
      figures: views.map(({ paintMs }) => paintMs),
    },
    { what: 'usable list of tasks', unit: 'ms', below: 1_000, figures: views.map(({ listMs }) => listMs) },
  ];
}

/** Opens the list with an empty cache. */
async function firstView(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(WATCH_LIST);
  await page.goto(address);
  await page.locator(LIST).waitFor();
  const figures = await page.evaluate(READ_TIMES);
  await context.close();
  return figures;
}

/** Follows the list while tasks change in it. */
async function underChanges(browser, apiUrl, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const devtools = await page.context().newCDPSession(page);
  await page.goto(address);
  await page.locator(LIST).waitFor();
  await page.evaluate(COUNT_FRAMES);
  const load = keepSubmitting(apiUrl);
  await pause(10_000); // the code is compiled by then, and the list is full of changing rows
  const heaps = [await heapOf(devtools)];
  const rates = [];
  for (let minute = 0; minute < MINUTES; minute++) {
    rates.push(await frameRate(page, Math.min(60_000, MINUTES * 60_000)));
    heaps.push(await heapOf(devtools));
  }
  const submitted = await load.stop();
  await page.close();
  return [
    { what: 'tasks submitted meanwhile', figures: [submitted], unit: 'per second' },
    { what: `frames a second under ${2 * TASKS_A_SECOND} changes a second`, figures: rates, above: 50 },
    { what: 'heap of the page at the start', figures: heaps.slice(0, 1), unit: 'MB' },
    {
      what: `heap of the page after ${MINUTES} min`,
      ...{ figures: heaps.slice(-1), unit: 'MB', baseline: heaps.slice(0, 1), atMost: 1.2 },
    },
  ];
}

async function frameRate(page, forMs) {
  const look = () => page.evaluate('({ frames, at: performance.now() })');
  const before = await look();
  await pause(forMs);
  const after = await look();
  return ((after.frames - before.frames) / (after.at - before.at)) * 1_000;
}

/** MB in use after a garbage collection. */
async function heapOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
}

/** Submits tasks evenly. @returns a function that stops, and resolves to the rate that was reached */
function keepSubmitting(apiUrl) {
  const from = performance.now();
  let sent = 0;
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      const due = Math.min(200, Math.floor(((performance.now() - from) / 1_000) * TASKS_A_SECOND) - sent);
      if (due > 0) sent += await submit(apiUrl, due);
      else await pause(50);
    }
  };
  const running = run();
  return {
    async stop() {
      isOver = true;
      await running;
      return (sent / (performance.now() - from)) * 1_000;
    },
  };
}

async function submit(apiUrl, count) {
  const tasks = Array.from({ length: count }, (_, x) => ({ name: 'math.divide', payload: { x, y: 1 } }));
  const response = await fetch(`${apiUrl}/tasks/batch`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tasks }),
  });
  await response.arrayBuffer();
  return count;
}

/** Adds finished tasks as stored by a worker. */
async function fill(redis) {
  for (let made = 0; made < TASKS; made += CHUNK) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < Math.min(CHUNK, TASKS - made); i++)
      storeEnded(pipeline, PREFIX, v7({ msecs: Date.now() - TASKS + made + i }), Date.now());
    await pipeline.exec();
  }
}
