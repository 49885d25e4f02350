import { afterAll, beforeAll } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { type AppOptions, startApi } from './in-process.js';
import { type Sandbox, type Variables, createSandbox } from './sandbox.js';

/**
 * An API in this process and its sandbox, for all tests of the calling `describe`. Usable inside tests only. It closes
 * before later `afterAll` hooks run, so a test with a worker beside it opens and closes both itself.
 *
 * @param variables settings that differ from the defaults
 */
export function useApp(variables: Variables = {}, options: AppOptions = {}) {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox(variables);
    app = await startApi(sandbox.variables, options);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  return {
    get sandbox(): Sandbox {
      return sandbox;
    },
    get app(): NestExpressApplication {
      return app;
    },
    /** Starts a request to the API. */
    api: () => request(app.getHttpServer()),
  };
}

/**
 * The same for tests that only send requests.
 *
 * @returns a function that starts a request to the API
 */
export function useApi(): () => ReturnType<typeof request> {
  return useApp().api;
}
