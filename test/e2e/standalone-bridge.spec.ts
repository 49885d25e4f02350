import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { START_LIMIT_MS, createStandaloneFolder } from '../support/standalone.js';

jest.setTimeout(3 * START_LIMIT_MS);

describe('npm start with a broker of Celery', () => {
  let sandbox: Sandbox;
  let stand: ReturnType<typeof createStandaloneFolder>;

  beforeEach(async () => {
    sandbox = await createSandbox();
    stand = createStandaloneFolder();
  });

  afterEach(async () => {
    await stand.remove();
    await sandbox.clean();
  });

  it('starts a bridge, and stops it', async () => {
    const broker = {
      CELERY_BROKER_URL: sandbox.variables['REDIS_URL'] ?? '',
      CELERY_KEY_PREFIX: sandbox.prefix,
    };
    const standalone = stand.start({ ...sandbox.variables, ...broker, HISTORY_URL: 'off' });
    const health = await fetch(await standalone.url('Bridge'));
    expect(await health.json()).toMatchObject({ details: { celery: { status: 'up' } } });
    standalone.child.kill('SIGTERM');
    expect(await standalone.ended).toBe(0);
  });
});
