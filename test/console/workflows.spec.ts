import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '@celeriac/client';
import type { Download, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

const divide = (x: number, y: number, more: object = {}) => ({
  task: 'math.divide',
  payload: { x, y },
  options: { attempts: 1 },
  ...more,
});

const BROKEN = {
  name: 'broken',
  tags: ['nightly'],
  steps: {
    first: divide(4, 2),
    wrong: divide(1, 0, { after: ['first'] }),
    after: divide(1, 1, { after: ['wrong'] }),
  },
  on_failure: divide(1, 3),
};

const WAITING = {
  name: 'waiting',
  steps: {
    late: divide(1, 1, { options: { delay_ms: 3_600_000 } }),
    later: divide(1, 1, { after: ['late'] }),
  },
};

/** A chain with side branches. */
function largeWorkflow(steps: number): WorkflowDefinition {
  const names = Array.from({ length: steps }, (_, index) => `step-${index}`);
  const entries = names.map((name, index) => {
    const after = index === 0 ? [] : [names[Math.floor(index / 2)] ?? ''].filter((one) => one !== name);
    return [name, divide(index, 1, { after })] as const;
  });
  return { name: `of-${steps}`, steps: Object.fromEntries(entries) };
}

describeInBrowser('the workflows of the console', () => {
  const stand = useConsole();
  let broken: string;

  const start = async (definition: object) =>
    (await stand.client.startWorkflow(definition as WorkflowDefinition)).id;
  const hasStatus = (id: string, status: string) =>
    eventually(async () => {
      const state = await stand.client.workflow(id).state();
      if (state.status !== status) throw new Error(`It is ${state.status}`);
    }, 60_000);

  beforeAll(async () => {
    broken = await start(BROKEN);
    await hasStatus(broken, 'FAILURE');
  });

  const node = (page: Page, name: string) => page.locator(`.graph-node[data-id="step:${name}"]`);
  const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  it('lists workflows with their progress, narrowed by the address', async () => {
    await start(WAITING);
    const page = await stand.open('/workflows');
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'broken' }).waitFor();
    expect(await rows.filter({ hasText: 'broken' }).innerText()).toContain('3 of 3');
    expect(await rows.filter({ hasText: 'waiting' }).innerText()).toContain('0 of 2');

    await page.getByLabel('Status', { exact: true }).selectOption('FAILURE');
    await rows.filter({ hasText: 'waiting' }).waitFor({ state: 'detached' });
    expect(page.url()).toContain('status=FAILURE');
    await page.goBack();
    await rows.filter({ hasText: 'waiting' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('no-such-workflow');
    await page.getByText('No workflow matches').waitFor();
    await page.getByRole('link', { name: 'Show all workflows' }).click();
    await page.getByRole('link', { name: 'nightly' }).click();
    await page.waitForURL(/workflows\?tag=nightly/);
    await rows.filter({ hasText: 'waiting' }).waitFor({ state: 'detached' });
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/workflows/${broken}`);
  });

  it('starts one from JSON, with the mistakes at their places, and follows it', async () => {
    const page = await stand.open('/workflows/new', { mayComplain: true });
    const definition = page.getByLabel('Definition');
    const example = await definition.inputValue();
    await definition.fill(example.replace('math.divide', 'math.unknown'));
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: '/steps/ratio/task' }).click();
    const selected = `(() => { const area = document.querySelector('textarea'); return area.value.slice(area.selectionStart, area.selectionEnd); })()`;
    await eventually(async () => expect(await page.evaluate(selected)).toBe('"math.unknown"'));

    await definition.fill(`${example},`);
    await page.getByText(/^Not JSON/).waitFor();
    await definition.fill(example);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('h1', { hasText: 'primes-report' }).waitFor();
    await page
      .locator('.graph-node[data-id="step:ratio"][data-status="SUCCESS"]')
      .waitFor({ timeout: 60_000 });
    await page.locator('header .status', { hasText: 'SUCCESS' }).waitFor();

    await node(page, 'counts').click();
    await panel(page, 'counts').getByRole('button', { name: 'Show the items' }).click();
    await panel(page, 'counts').getByRole('link', { name: 'counts[1]' }).waitFor();
    await takePicture(page, 'workflow-graph');
  });

  it('is read by keyboard: from step to step, closer, and the panel of one', async () => {
    const page = await stand.open(`/workflows/${broken}`);
    await node(page, 'first').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(async () => {
      const focused = await page.evaluate(`document.activeElement.dataset.id`);
      if (focused !== 'step:wrong') throw new Error(`The focus is on ${String(focused)}`);
    });
    expect(await node(page, 'wrong').getAttribute('aria-label')).toBe(
      'wrong math.divide, FAILURE, after first, on the critical path',
    );
    await page.keyboard.press('Enter');
    await panel(page, 'wrong').getByText('division by zero', { exact: false }).first().waitFor();
    expect(page.url()).toContain('step=wrong');

    const transform = () => page.locator('.graph-canvas > g').getAttribute('transform');
    const before = await transform();
    await page.keyboard.press('+');
    await eventually(async () => expect(await transform()).not.toBe(before));
    await page.keyboard.press('0');
    expect(await transform()).toContain('scale(');
  });

  it('shows why a step waits, and cancels all with a reason', async () => {
    const id = await start(WAITING);
    const page = await stand.open(`/workflows/${id}?step=later`);
    await panel(page, 'later').getByText('late', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Cancel 2 steps?' }).waitFor();
    await dialog.getByLabel('Reason').fill('not needed');
    await dialog.getByRole('button', { name: 'Cancel the workflow' }).click();
    await page.locator('header .status', { hasText: 'REVOKED' }).waitFor();
    expect((await stand.client.workflow(id).state()).revoke_reason).toBe('not needed');
  });

  it('retries what failed', async () => {
    const page = await stand.open(`/workflows/${broken}?view=steps`);
    await page.getByRole('button', { name: 'Retry what failed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Retry 2 steps?' }).waitFor();
    await dialog.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('The workflow goes on.').waitFor();
    await hasStatus(broken, 'FAILURE');
  });

  it('exports the graph, and shows when each step ran', async () => {
    const page = await stand.open(`/workflows/${broken}`);
    const saved = async (label: string): Promise<string> => {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: label }).click(),
      ]);
      return textOf(download);
    };
    expect(await saved('Save as Mermaid (.mmd)')).toContain('flowchart TD');
    expect(await saved('Save as SVG')).toMatch(/^<svg [^]+>first<\/text>/);
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.locator('.timeline li').filter({ hasText: 'wrong' }).waitFor();
    expect(await page.locator('.timeline li').first().innerText()).toContain('first');
  });

  it('draws 500 steps, and lists more', async () => {
    const page = await stand.open(`/workflows/${await start(largeWorkflow(500))}`);
    await node(page, 'step-0').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Show all' }).click();
    await takePicture(page, 'workflow-500-steps');
    const many = await stand.open(`/workflows/${await start(largeWorkflow(700))}`);
    await many.getByText('700 steps are too many to draw.').waitFor();
    await many.getByLabel('Step or task').fill('step-699');
    await many.getByRole('link', { name: 'step-699' }).waitFor();
    await eventually(async () => expect(await many.locator('tbody tr').count()).toBe(1));
  });

  it('begins with the table on a small screen', async () => {
    const page = await stand.open(`/workflows/${broken}`, { width: 390 });
    await page.locator('tbody tr').filter({ hasText: 'wrong' }).first().waitFor();
    expect(await page.locator('.graph-frame').count()).toBe(0);
    await page.getByRole('link', { name: 'Graph' }).click();
    await node(page, 'first').waitFor();
    await takePicture(page, 'workflow-graph-390');
  });
});

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}
