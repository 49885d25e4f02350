import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { describeInBrowser } from '../support/browser.js';
import { type ConsoleData, seedConsole } from '../support/console-data.js';
import { PICTURES, settled, useConsole } from '../support/console-stand.js';
import { countPastHour } from '../support/past-hour.js';

/** `npm run docs:pictures` writes into docs/images. */
const FOLDER = process.env['PICTURES_DIR'] ?? join(PICTURES, 'docs');
/** A palette keeps them small: they are committed. */
const MOST_BYTES = 100_000;

describeInBrowser('the pictures of the documentation', () => {
  const stand = useConsole({ workers: 2 });
  let data: ConsoleData;

  beforeAll(async () => {
    data = await seedConsole(stand.client);
    await countPastHour(stand.sandbox);
  }, 120_000);

  const screens: Readonly<Record<string, () => string>> = {
    overview: () => '',
    tasks: () => '/tasks',
    'waiting-task': () => `/tasks/${data.delayed[0] ?? ''}`,
    'new-task': () => '/new?name=math.divide',
    errors: () => '/errors',
    workflow: () => `/workflows/${data.workflow}`,
    schedule: () => `/schedules/${data.schedule}`,
  };

  it.each(Object.keys(screens))('show %s', async (name) => {
    const page = await stand.open(screens[name]?.() ?? '');
    await settled(page);
    const small = await sharp(await page.screenshot({ animations: 'disabled' }))
      .png({ palette: true, colours: 64, compressionLevel: 9, effort: 10 })
      .toBuffer();
    expect(small.byteLength).toBeLessThan(MOST_BYTES);
    await mkdir(FOLDER, { recursive: true });
    await writeFile(join(FOLDER, `${name}.png`), small);
  });
});
