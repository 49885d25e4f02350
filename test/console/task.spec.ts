import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';
import { holdRequests } from '../support/held-requests.js';

const PATIENCE = { timeout: 30_000 };

/** The status that the page shows. */
function status(page: Page, wanted: string) {
  return page.locator('h1 + .status', { hasText: wanted }).waitFor(PATIENCE);
}

function text(page: Page, wanted: string | RegExp) {
  return page.getByText(wanted).first().waitFor(PATIENCE);
}

/** A titled part of the page, as text. */
function panel(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true });
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function fromMenu(page: Page, name: string): Promise<void> {
  await press(page, 'More actions');
  await press(page, name);
}

/** Gives the reason in the open dialog, and confirms. */
async function confirm(page: Page, action: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: action, exact: true }).click();
}

describeInBrowser('the page of a task', () => {
  const stand = useConsole({
    hasTestTasks: true,
    variables: {
      TRACE_URL: 'https://traces.example/trace/{trace_id}',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', // nobody listens: only the IDs matter here
    },
  });
  const submit = async (name: string, payload: object, options: object = {}): Promise<string> =>
    (await stand.client.submitByName(name, payload, options)).id;
  const ended = (id: string) =>
    stand.client
      .handle(id)
      .result()
      .catch(() => undefined);

  it('links to the trace of a task', async () => {
    const id = await submit('math.divide', { x: 6, y: 3 });
    const { trace_id: trace } = await stand.client.handle(id).state();
    expect(trace).toMatch(/^[\da-f]{32}$/);
    const page = await stand.open(`/tasks/${id}`);
    const link = page.getByRole('definition').locator(`a[title="${trace}"]`);
    await expect(link.getAttribute('href')).resolves.toBe(`https://traces.example/trace/${trace}`);
  });

  it('says why a task waits and what would end it, and follows it once it runs', async () => {
    const id = await submit('math.divide', { x: 6, y: 3 }, { delay_ms: 3_600_000 });
    const page = await stand.open(`/tasks/${id}`);
    await status(page, 'PENDING');
    await text(page, /^Delayed until /);
    await text(page, /^Ends when: The time is reached/);
    await takePicture(page, 'task-waits');
    await fromMenu(page, 'Run now …');
    await confirm(page, 'Run the task now', 'a customer waits');
    await status(page, 'SUCCESS');
    expect(await panel(page, 'Result').innerText()).toContain('2');
    const states = panel(page, 'States').locator('.status');
    await states.nth(2).waitFor(PATIENCE);
    expect(await states.allInnerTexts()).toEqual(['PENDING', 'STARTED', 'SUCCESS']);
    await page.getByRole('link', { name: 'Audit', exact: true }).last().click();
    await text(page, 'task.promote');
    await text(page, 'a customer waits');
  });

  it('says so while its queue is paused', async () => {
    await stand.client.api.PUT('/queues/{name}/pause', { params: { path: { name: 'tasks' } } });
    const id = await submit('test.thread-notes', {});
    const page = await stand.open(`/tasks/${id}?tab=log`);
    await text(page, 'Nothing is logged yet.');
    await page.getByRole('link', { name: 'Overview' }).last().click();
    await text(page, /queue tasks has been paused by/);
    await page.goBack();
    await stand.client.api.PUT('/queues/{name}/resume', { params: { path: { name: 'tasks' } } });
    await ended(id);
    await text(page, 'line 50');
    await page.getByRole('searchbox', { name: 'Search in the log' }).fill('line 4');
    await text(page, /^11 lines$/);
    expect(new URL(page.url()).searchParams.get('search')).toBe('line 4');
    await page.reload();
    await text(page, /^11 lines$/);
  });

  it('shows the error with its stack, how many are like it, and each attempt', async () => {
    const options = { attempts: 3, backoff: { type: 'fixed', delay_ms: 1 } };
    const id = await submit('math.divide', { x: 1, y: 0 }, options);
    await ended(id);
    const page = await stand.open(`/tasks/${id}`);
    await status(page, 'FAILURE');
    const error = panel(page, 'Error of attempt 3 of 3');
    expect(await error.innerText()).toMatch(/ZeroDivisionError[^]*division by zero[^]*at DivideTask\.run/);
    const group = error.getByRole('link', { name: '1 like this' });
    await group.waitFor(PATIENCE);
    expect(await group.getAttribute('href')).toMatch(/^\/dashboard\/errors\/\w+$/);
    await error.getByText('2 earlier errors').click();
    await error.getByText('Attempt 2').waitFor();
    const rows = panel(page, 'Where the time went').getByRole('rowheader');
    await eventually(async () => {
      expect(await rows.allInnerTexts()).toEqual(['In the queue', 'Attempt 1', 'Attempt 2', 'Attempt 3']);
    });
    await takePicture(page, 'task-failed');
  });

  it('cancels a running task, and shows that it ignores its signal until it has ended', async () => {
    const held = await holdRequests();
    const id = await submit('test.calls', { word: held.word });
    const page = await stand.open(`/tasks/${id}`);
    await status(page, 'STARTED');
    await press(page, 'Cancel');
    await confirm(page, 'Ask to stop', 'wrong customer');
    await text(page, /^Asked to stop/);
    await text(page, /ignores its signal/);
    await text(page, /By anonymous: wrong customer\./);
    await takePicture(page, 'task-ignores-its-signal');
    held.release();
    await status(page, 'SUCCESS');
    await held.close();
    expect(await page.getByText(/ignores its signal/).count()).toBe(0);
  });

  it('cancels a waiting task at once, which then has no duration, and runs it again', async () => {
    const id = await submit('math.divide', { x: 4, y: 2 }, { delay_ms: 3_600_000 });
    const page = await stand.open(`/tasks/${id}`);
    await press(page, 'Cancel');
    await confirm(page, 'Cancel the task', 'not needed');
    await status(page, 'REVOKED');
    await text(page, 'Reason: not needed');
    expect(await panel(page, 'Facts').innerText()).not.toMatch(/Ran|Waited/);
    await press(page, 'Retry');
    await confirm(page, 'Retry the task', 'needed after all');
    await status(page, 'SUCCESS');
    await text(page, 'Revoked before');
  });

  it('changes the priority, the time and the tags of a task that waits', async () => {
    const id = await submit('math.divide', { x: 4, y: 2 }, { delay_ms: 3_600_000, tags: ['old'] });
    const page = await stand.open(`/tasks/${id}`);
    await fromMenu(page, 'Change …');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Priority').selectOption('high');
    await dialog.getByLabel('Not before').fill('2099-01-01T10:00:00');
    await dialog.getByLabel('Tags').fill('new, customer:4711');
    await confirm(page, 'Change', 'she called');
    await page.getByRole('link', { name: 'customer:4711' }).waitFor(PATIENCE);
    const { priority, run_at: runAt, tags } = await stand.client.handle(id).state();
    expect([priority, tags]).toEqual(['high', ['new', 'customer:4711']]);
    expect(runAt).toMatch(/^(2098-12-31|2099-01-01)T/);
    await panel(page, 'Facts').getByText('high').waitFor(PATIENCE);
  });

  it('replays a task with an edited payload, whose errors stand at their fields', async () => {
    const id = await submit('math.divide', { x: 9, y: 0 }, { attempts: 1 });
    await ended(id);
    const page = await stand.open(`/tasks/${id}`, { mayComplain: true });
    await press(page, 'Replay');
    await page.getByText('Another payload').click();
    const divisor = page.getByRole('dialog').getByLabel('y', { exact: true });
    expect(await divisor.inputValue()).toBe('0');
    await divisor.fill('0.5');
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await page.locator('.field-error').first().waitFor(PATIENCE);
    await divisor.fill('3');
    await confirm(page, 'Replay', 'typing mistake');
    await page.waitForURL((url) => !url.pathname.endsWith(id), PATIENCE);
    await status(page, 'SUCCESS');
    expect(await panel(page, 'Result').innerText()).toContain('3');
    await panel(page, 'Facts').getByText('Replay of').waitFor();
    const original = panel(page, 'Facts').getByRole('link').last();
    expect(await original.getAttribute('href')).toBe(`/dashboard/tasks/${id}`);
  });

  it('shows a payload as a tree to search, copy from, and filter by', async () => {
    const city = { city: 'Berlin', zip: '10115', 'a b': [1, null, { deep: true }] };
    const secret = { mode: 'hash', password: 'sesame', credentials: { token: 'cel', customer: city } };
    const id = await submit('test.secret', secret);
    await ended(id);
    const page = await stand.open(`/tasks/${id}?tab=data`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const tree = page.getByRole('tree', { name: 'Payload' });
    await tree.getByRole('treeitem', { name: 'password' }).waitFor(PATIENCE);
    expect(await tree.innerText()).toContain('[redacted]');
    expect(await page.content()).not.toContain('sesame');
    const search = page.getByRole('searchbox', { name: 'Search in payload' });
    await search.fill('berlin');
    await text(page, '1 match');
    await search.press('Enter');
    const filter = panel(page, 'Payload').getByRole('link', { name: 'Add as filter' });
    const term = 'payload.credentials.customer.city:Berlin';
    expect(await filter.getAttribute('href')).toBe(
      `/dashboard/tasks?${new URLSearchParams({ q: term }).toString()}`,
    );
    await panel(page, 'Payload').getByRole('button', { name: 'Copy path' }).click();
    await eventually(async () =>
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('payload.credentials.customer.city'),
    );
    await tree.focus();
    await page.keyboard.press('ArrowDown');
    await text(page, 'payload.credentials.customer.zip');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await tree.getByRole('treeitem', { name: 'zip' }).waitFor({ state: 'detached' });
    await takePicture(page, 'task-payload');
  });

  it('draws only what is in view of a large payload', async () => {
    const rows = Array.from({ length: 30_000 }, (_, n) => n);
    const payload = { mode: 'hash', password: 'x', credentials: { token: 'x', rows } };
    const id = await submit('test.secret', payload);
    const page = await stand.open(`/tasks/${id}?tab=data`);
    await press(page, 'Open all');
    const tree = page.getByRole('tree', { name: 'Payload' });
    await tree.press('End');
    await tree.getByText('29999').first().waitFor(PATIENCE);
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(200);
  });

  it('shows children in the waterfall, and what belongs to the task', async () => {
    const id = await submit('test.import', { ms: 100, word: 'imported' });
    await ended(id);
    const page = await stand.open(`/tasks/${id}`);
    const waterfall = panel(page, 'Where the time went');
    await waterfall.getByRole('link', { name: 'math.divide' }).first().waitFor(PATIENCE);
    const all = waterfall.getByRole('link', { name: 'All children' });
    expect(await all.getAttribute('href')).toContain(encodeURIComponent(`parent:${id}`));
    await page.getByRole('link', { name: 'Related tasks' }).click();
    await text(page, /This one: /);
    await panel(page, 'Children').getByRole('link', { name: 'math.divide' }).first().click();
    await text(page, 'Parent');
    await panel(page, 'Facts').getByRole('link').last().click();
    await page.getByRole('heading', { name: 'test.import' }).waitFor(PATIENCE);
  });

  it('deletes a task, and then says that there is none, without asking again and again', async () => {
    const id = await submit('math.divide', { x: 1, y: 1 });
    await ended(id);
    const page = await stand.open(`/tasks/${id}`, { mayComplain: true });
    await fromMenu(page, 'Delete …');
    await confirm(page, 'Delete the task', 'test');
    await page.waitForURL(/\/tasks$/, PATIENCE);
    const asked: string[] = [];
    page.on('response', (response) => {
      if (response.status() === 404) asked.push(response.url());
    });
    await page.goto(`${stand.api.url}/dashboard/tasks/${id}`);
    await text(page, 'No task has this ID.');
    await press(page, 'Read again');
    await eventually(() => expect(asked).toHaveLength(2));
  });

  it('shows a task that only the history has', async () => {
    if (!stand.hasHistory) return;
    const id = await submit('test.talkative', { word: 'kept' }, { retention_ms: 1 });
    await ended(id);
    await eventually(async () =>
      expect(await stand.client.handle(id).state()).toHaveProperty('archived', true),
    );
    const page = await stand.open(`/tasks/${id}?tab=log`, { width: 390, theme: 'dark' });
    await text(page, 'from the history');
    await text(page, 'log says kept');
    await takePicture(page, 'task-archived-390-dark');
  });
});
