import { afterAll, beforeAll } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startApi } from './in-process.js';
import { type Sandbox, createSandbox } from './sandbox.js';

/**
 * One API for all tests of the `describe` that calls this, in this process, over a broker with nothing in it.
 *
 * @returns what begins a request to it
 */
export function useApi(): () => ReturnType<typeof request> {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  return () => request(app.getHttpServer());
}
