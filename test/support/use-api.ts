import { afterAll, beforeAll } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startApi } from './in-process.js';
import { type Sandbox, createSandbox } from './sandbox.js';

/** An API in this process and its sandbox, for all tests of the calling `describe`. Usable inside tests only. */
export function useApp() {
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
