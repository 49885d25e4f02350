import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type CeleriacClient, createClient } from '@celeriac/client';
import type { Browser, Page } from 'playwright-core';
import { eventually } from './eventually.js';
import { type WatchedPage, openPage, startBrowser } from './browser.js';
import { type TestDatabase, createTestDatabase, hasPostgres } from './postgres.js';
import { type StartedProcess, startProcess } from './processes.js';
import { type Sandbox, type Variables, createSandbox } from './sandbox.js';

/** Folder of pictures, which git ignores. */
export const PICTURES = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** On a busy machine Redis may answer too late. The API says so, and the console reads again. */
const BROKER_IS_SLOW = 'status of 503 (Service Unavailable)';

export interface ConsolePageOptions {
  /** Width of the window in CSS pixels; default 1,280. */
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  /** True where answers with an error are part of the test, which the browser logs. */
  readonly mayComplain?: boolean;
}

/** The service with a browser: an API, workers, and a history where PostgreSQL is installed. */
export interface ConsoleStand {
  readonly sandbox: Sandbox;
  readonly api: StartedProcess;
  readonly workers: readonly StartedProcess[];
  readonly client: CeleriacClient;
  readonly hasHistory: boolean;
  /** Opens a screen: `open('/tasks?status=FAILURE')`. After each test, the browser's console must be empty. */
  open(path: string, options?: ConsolePageOptions): Promise<Page>;
}

interface StandOptions {
  /** Default: one. */
  readonly workers?: number;
  readonly variables?: Variables;
  /** An API key for `client`. */
  readonly apiKey?: string;
  /** With the tasks of test/programs/test-tasks.mjs, which misbehave in many ways. */
  readonly hasTestTasks?: boolean;
}

/** A stand for the calling `describe`. */
export function useConsole(options: StandOptions = {}): ConsoleStand {
  const { workers: number = 1, variables = {}, apiKey, hasTestTasks = false } = options;
  let sandbox: Sandbox;
  let database: TestDatabase | undefined;
  let browser: Browser;
  let api: StartedProcess;
  let workers: StartedProcess[];
  let client: CeleriacClient;
  const opened: (WatchedPage & { readonly mayComplain: boolean })[] = [];

  beforeAll(async () => {
    database = hasPostgres ? await createTestDatabase() : undefined;
    sandbox = await createSandbox({ ...(database && { HISTORY_URL: database.url }), ...variables });
    browser = await startBrowser();
    api = await startProcess(hasTestTasks ? 'test-api' : 'main', sandbox.variables);
    workers = await Promise.all(
      Array.from({ length: number }, (_, index) =>
        startProcess(hasTestTasks ? 'test-worker' : 'worker', {
          ...sandbox.variables,
          WORKER_NAME: `worker-${index + 1}`,
        }),
      ),
    );
    client = createClient({ url: api.url, ...(apiKey !== undefined && { apiKey }) });
  }, 120_000);

  afterEach(async () => {
    const complaints = opened
      .flatMap((one) => (one.mayComplain ? [] : one.complaints))
      .filter((complaint) => !complaint.includes(BROKER_IS_SLOW));
    await Promise.all(opened.splice(0).map(({ page }) => page.context().close()));
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([api, ...workers].map((started) => started.stop()));
    await sandbox.clean();
    await database?.drop();
  });

  return {
    get sandbox() {
      return sandbox;
    },
    get api() {
      return api;
    },
    get workers() {
      return workers;
    },
    get client() {
      return client;
    },
    hasHistory: hasPostgres,
    async open(path, { width = 1280, theme = 'light', mayComplain = false } = {}) {
      const watched = await openPage(browser, api.url, {
        viewport: { width, height: width < 600 ? 844 : 900 },
        colorScheme: theme,
        hasTouch: width < 600,
      });
      opened.push({ ...watched, mayComplain });
      await watched.page.goto(`${api.url}/dashboard${path}`);
      await watched.page.locator('h1').first().waitFor();
      return watched.page;
    },
  };
}

/** With SCREENSHOTS=1, takes a picture for people: test/screenshots/NAME.png. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env['SCREENSHOTS']) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Waits until the screen shows its data. */
export async function settled(page: Page): Promise<void> {
  const unknown = page.getByText('Loading …').or(page.locator('.health-strip [data-state=unknown]'));
  await eventually(async () => expect(await unknown.count()).toBe(0));
}
