import { chromium } from 'playwright-core';
import { HEADLESS, browserProgram } from '../support/headless-browser.mjs';

/** Starts a browser without a window. */
export async function startBrowser() {
  const executablePath = browserProgram();
  if (executablePath === undefined)
    throw new Error('No browser: install chromium-headless-shell, or name one by CHROME_PATH.');
  return chromium.launch({ executablePath, args: HEADLESS });
}
