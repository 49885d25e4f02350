import { expect, it } from '@jest/globals';
import { createApi } from './create-api.js';

it.each(['', 'tasks.example.com', 'http://me:secret@host'])('refuses the address %j', (url) => {
  expect(() => createApi({ url })).toThrow(/URL of the API/);
  expect(() => createApi({ url })).not.toThrow(/secret/);
});
