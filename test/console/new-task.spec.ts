import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS } from '../support/keys.js';

const run = promisify(execFile);

/** The text that "Copy as" shows, as soon as it contains a part. */
function commandWith(page: Page, part: string): Promise<string> {
  return page.getByRole('region', { name: 'Copy as' }).locator('pre', { hasText: part }).innerText();
}

describeInBrowser('new task', () => {
  const stand = useConsole();

  it('chooses a type by typing', async () => {
    const page = await stand.open('/new');
    await page.getByLabel('Find a type of task').fill('email');
    await page.waitForURL(/q=email/);
    await page.getByRole('link', { name: 'math.divide' }).waitFor({ state: 'detached' });
    await page.getByLabel('Find a type of task').press('Escape');
    await page.getByRole('link', { name: 'notifications.send-email' }).click();
    await page.getByRole('heading', { name: 'New task: notifications.send-email' }).waitFor();
  });

  it('submits the example, and follows it to its result', async () => {
    const page = await stand.open('/new?name=math.divide');
    await page.getByLabel('x', { exact: true }).fill('84');
    await page.getByRole('button', { name: 'Submit' }).click();
    const followed = page.getByRole('region', { name: 'Submitted' });
    await followed.getByText('SUCCESS').waitFor();
    expect(await followed.locator('pre').innerText()).toBe('42');
    expect(page.url()).toMatch(/task=[\da-f-]{36}/);
    await page.reload();
    await followed.getByText('SUCCESS').waitFor();
    await followed.getByRole('link', { name: 'Open the task' }).click();
    await page.waitForURL(/\/dashboard\/tasks\/[\da-f-]{36}$/);
  });

  it('puts what the API refuses beside its field', async () => {
    const page = await stand.open('/new?name=notifications.send-email', { mayComplain: true });
    await page.getByLabel('to', { exact: true }).fill('nobody');
    await page.getByRole('button', { name: 'Add attachments' }).click();
    await page.getByRole('button', { name: 'Add to attachments' }).click();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('to must be one bare email address').waitFor();
    await page.getByText('fetch_task_id must be a UUID').waitFor();
    await eventually(async () => {
      expect(await page.evaluate('document.activeElement.labels[0].innerText')).toBe('to');
    });
    expect(await page.getByLabel('to', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps each digit of a number, as a form and as JSON', async () => {
    const page = await stand.open('/new?name=math.divide', { mayComplain: true });
    await page.getByLabel('x', { exact: true }).fill('12345678901234567890');
    await page.getByText('JSON', { exact: true }).first().click();
    const text = page.getByLabel('Payload as JSON');
    expect(await text.inputValue()).toContain('"x": 12345678901234567890');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('loses digits in a 64-bit float').first().waitFor();
    await text.fill('{"x": 1,');
    await page.getByText('This is not JSON').waitFor();
    expect(await page.getByRole('button', { name: 'Submit' }).isDisabled()).toBe(true);
    await text.fill('{"x": 9, "y": 3}');
    await page.getByText('Form', { exact: true }).first().click();
    expect(await page.getByLabel('x', { exact: true }).inputValue()).toBe('9');
  });

  it('edits lists, nested objects and maps', async () => {
    const page = await stand.open('/new?name=fetch.store');
    await page.getByRole('button', { name: 'Add accept' }).click();
    await page.getByRole('button', { name: 'Add to accept' }).click();
    await page.getByRole('textbox', { name: 'accept 3' }).fill('image/*');
    await page.getByRole('button', { name: 'Remove accept 1' }).click();
    await page.getByRole('button', { name: 'Add headers' }).click();
    await page.getByLabel('accept-language').fill('en');
    await page.getByLabel('method').selectOption('HEAD');
    await page.getByText('JSON', { exact: true }).first().click();
    expect(JSON.parse(await page.getByLabel('Payload as JSON').inputValue())).toEqual({
      url: 'https://example.com/data.json',
      accept: ['text/*', 'image/*'],
      headers: { 'accept-language': 'en' },
      method: 'HEAD',
    });
  });

  it('submits with options', async () => {
    const page = await stand.open('/new?name=math.divide');
    await page.getByRole('heading', { name: 'Options' }).click();
    await page.getByLabel('priority').selectOption('high');
    await page.getByLabel('delay_ms').fill('3600000');
    await page.getByText('= 1 h').waitFor();
    await page.getByRole('button', { name: 'Add tags' }).click();
    await page.getByRole('button', { name: 'Add to tags' }).click();
    await page.getByRole('textbox', { name: 'tags 1' }).fill('from-the-form');
    await page.getByRole('button', { name: 'Submit' }).click();
    const followed = page.getByRole('region', { name: 'Submitted' });
    await followed.getByText('PENDING').waitFor();
    const id = new URL(page.url()).searchParams.get('task') ?? '';
    expect(await stand.client.handle(id).state()).toMatchObject({
      priority: 'high',
      tags: ['from-the-form'],
      run_at: expect.any(String),
    });
    await stand.client.handle(id).cancel();
    await followed.getByText('REVOKED', { exact: true }).waitFor();
  });

  it('writes a curl line, a program and a line for the CLI', async () => {
    const page = await stand.open('/new?name=math.divide');
    await page.getByLabel('x', { exact: true }).fill('30');
    const { stdout } = await run('sh', ['-c', `${await commandWith(page, '"x":30')} --silent`]);
    const { task_id: id } = JSON.parse(stdout) as { task_id: string };
    expect(await stand.client.handle(id).result()).toBe(15);
    const segments = page.getByRole('region', { name: 'Copy as' });
    await segments.getByText('TypeScript', { exact: true }).click();
    await commandWith(page, 'client.submitByName("math.divide", {"x":30,"y":2})');
    await segments.getByText('CLI', { exact: true }).click();
    await commandWith(page, `celeriac call math.divide '{"x":30,"y":2}'`);
    await page.waitForURL(/as=cli/);
  });

  it('begins with a payload of an earlier task', async () => {
    const { id } = await stand.client.submit('math.divide', { x: 55, y: 5 });
    await stand.client.handle(id).result();
    const page = await stand.open('/new?name=math.divide');
    const last = page.getByRole('region', { name: 'Last payloads' });
    await last
      .getByRole('listitem')
      .filter({ hasText: '"x":55' })
      .getByRole('button', { name: 'Use' })
      .click();
    await eventually(async () => {
      expect(await page.getByLabel('x', { exact: true }).inputValue()).toBe('55');
    });
  });
});

describeInBrowser('new task with keys', () => {
  const stand = useConsole({ variables: { API_KEYS }, apiKey: KEYS.admin });

  it.each([
    ['viewer', false],
    ['submitter', true],
  ] as const)('is for a %s: %s', async (role, maySubmit) => {
    const page = await stand.open('/new?name=math.divide');
    await page.getByLabel('API key').fill(KEYS[role]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^New task/ }).waitFor();
    if (maySubmit) {
      await page.getByRole('button', { name: 'Submit' }).click();
      await page.getByRole('region', { name: 'Submitted' }).getByText('SUCCESS').waitFor();
      await commandWith(page, 'Bearer $CELERIAC_API_KEY');
      expect(await page.getByText('Last payloads').count()).toBe(0);
    } else await page.getByText('Your role cannot submit tasks.').waitFor();
  });
});
