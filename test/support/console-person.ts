import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** A way to use the console. */
export interface Style {
  readonly name: 'mouse' | 'touch' | 'keyboard';
  readonly width: number;
}

export const STYLES: readonly Style[] = [
  { name: 'mouse', width: 1280 },
  { name: 'touch', width: 390 },
  { name: 'keyboard', width: 1280 },
];

/** The letters after `g`. */
const LETTERS = {
  Tasks: 't',
  Queues: 'q',
  Workers: 'w',
  Errors: 'e',
  Workflows: 'f',
  Schedules: 's',
} as const;

/** More presses of Tab than any screen needs to reach anything. */
const MOST_TABS = 200;

/** A person on an errand. Counts what is done: a screen chosen, a thing pressed, a text entered. */
export class Person {
  actions = 0;

  constructor(
    readonly page: Page,
    private readonly style: Style,
  ) {}

  /** Goes to a screen of the navigation. */
  async goTo(screen: keyof typeof LETTERS): Promise<void> {
    this.actions += 1;
    if (this.style.name === 'keyboard') {
      await this.page.keyboard.press('g');
      await this.page.keyboard.press(LETTERS[screen]);
    } else {
      if (this.style.name === 'touch') await this.page.getByRole('button', { name: 'Menu' }).click();
      await this.page
        .getByRole('navigation', { name: 'Screens' })
        .getByRole('link', { name: screen })
        .click();
    }
    await this.page.getByRole('heading', { level: 1, name: screen }).waitFor();
  }

  /** Searches by the box at the top. */
  async search(text: string): Promise<void> {
    this.actions += 1;
    const box = this.page.getByRole('search').first().getByRole('searchbox');
    if (this.style.name === 'keyboard') await this.reach(box);
    await box.fill(text);
    await box.press('Enter');
  }

  /** Presses a button or a link. */
  async press(target: Locator): Promise<void> {
    this.actions += 1;
    if (this.style.name !== 'keyboard') return target.click();
    await this.reach(target);
    const isBox = await target.evaluate((element: any) => element.type === 'checkbox');
    await this.page.keyboard.press(isBox ? 'Space' : 'Enter');
  }

  async enter(field: Locator, text: string): Promise<void> {
    this.actions += 1;
    if (this.style.name === 'keyboard') await this.reach(field);
    await field.fill(text);
  }

  /** Tab by Tab, as somebody without a mouse. */
  private async reach(target: Locator): Promise<void> {
    await target.waitFor();
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await target.evaluate((element: any) => element === element.ownerDocument.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    expect(await target.evaluate((element: any) => element.outerHTML)).toBe('reachable by Tab');
  }
}
