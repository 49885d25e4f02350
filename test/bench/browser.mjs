import { chromium } from 'playwright-core';
import { findProgram } from '../../dist/platform/embedded/program/find-program.js';
import { BROWSERS, HEADLESS } from '../support/headless-browser.mjs';

/** Starts CHROME_PATH, or the first browser on the PATH. */
export async function startBrowser() {
  const executablePath = process.env.CHROME_PATH || findProgram(BROWSERS);
  if (executablePath === undefined)
    throw new Error('No browser: install chromium-headless-shell, or name one by CHROME_PATH.');
  return chromium.launch({ executablePath, args: HEADLESS });
}
