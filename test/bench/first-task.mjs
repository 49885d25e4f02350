import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser } from './browser.mjs';
import { repeated } from './rounds.mjs';
import { treeCpuMs } from './cpu-time.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIMIT_MS = 120_000;

/** The way of a newcomer: a fresh clone, `npm ci`, then, timed, `npm start` to the first task that the console shows. */
export async function firstTask() {
  const folder = await mkdtemp(join(tmpdir(), 'celeriac first task '));
  const clone = join(folder, 'celeriac');
  const browser = await startBrowser();
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: clone });
    const runs = await repeated(() => startFresh(clone, browser));
    return [
      {
        ...{ what: '`npm start` in a fresh clone to the first task in the console', unit: 's', below: 15 },
        figures: runs.map(({ seconds }) => seconds),
      },
      {
        ...{ what: 'CPU of all its processes until then, without the browser', unit: 's' },
        figures: runs.map(({ cpuSeconds }) => cpuSeconds),
      },
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param clone a folder after `npm ci` */
export async function startFresh(clone, browser) {
  for (const made of ['dist', '.data']) await rm(join(clone, made), { recursive: true, force: true });
  const from = performance.now();
  const env = { ...process.env, PORT: '0', WORKER_PORT: '0', REDIS_URL: '', HISTORY_URL: '' };
  const npm = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${await addressIn(npm.stdout)}/dashboard`);
    await page.getByRole('button', { name: 'Run it' }).first().click();
    await page.getByText('Result: 5').waitFor({ timeout: LIMIT_MS });
    const seconds = (performance.now() - from) / 1_000;
    await page.close();
    return { seconds, cpuSeconds: treeCpuMs(npm.pid) / 1_000 };
  } finally {
    npm.kill('SIGTERM');
    await once(npm, 'close');
  }
}

async function addressIn(output) {
  let said = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    said += chunk;
    const address = /^ {2}API +(\S+)/m.exec(said)?.[1];
    if (address) return address;
  }
  throw new Error(`It has ended: ${said}`);
}
