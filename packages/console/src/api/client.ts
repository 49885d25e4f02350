import { type CeleriacClient, createClient } from '@celeriac/client';
import { basePath } from '../app/base-path.js';
import { noteAnswer, noteSilence } from './reachability.js';

/** The one client of the console. The browser sends the session's cookie along. */
export const client: CeleriacClient = createClient({
  url: basePath === '' ? location.origin : basePath,
  tries: 2, // a screen shows at once that the API is away, and asks again by itself
  retryForMs: 5_000,
  reconnectForMs: Number.MAX_SAFE_INTEGER,
  fetch: async (request) => {
    try {
      const response = await fetch(request);
      noteAnswer(response);
      return response;
    } catch (error) {
      if (!(request as Request).signal.aborted) noteSilence();
      throw error;
    }
  },
});

/** Every route of the API by its path, with types. */
export const { api } = client;
