import { it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { IdempotencyStore } from './idempotency-store.js';
import { idempotency } from './idempotency.js';
import { anyone, setPrincipal } from '../access/principal.js';

it('does not wait for the broker again before a response that reports it as unavailable', async () => {
  const claim = { hash: 'hash', seed: 'seed', holder: 'holder' };
  const frozen: Pick<IdempotencyStore, 'claim' | 'unlock'> = {
    claim: () => Promise.resolve({ kind: 'claimed', claim }),
    unlock: () => new Promise(() => undefined),
  };
  const app = express();
  app.use((asked, _response, next) => {
    setPrincipal(asked, anyone);
    next();
  });
  app.use(idempotency(frozen as IdempotencyStore)); // nothing else is used here
  app.post('/', (_request, response) => void response.status(503).send('unknown'));
  await request(app).post('/').set('Idempotency-Key', 'a-key').expect(503, 'unknown');
});
