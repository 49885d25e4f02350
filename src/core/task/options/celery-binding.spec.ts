import { describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { type CeleryBinding, faultInCelery } from './celery-binding.js';

class Payload {
  @IsString()
  url!: string;

  @IsString()
  userId!: string;
}

describe('the binding of a task to calls from Celery', () => {
  const payload = Payload;

  it('names fields of the payload', () => {
    expect(faultInCelery({ payload })).toBeUndefined();
    expect(faultInCelery({ payload, celery: {} })).toBeUndefined();
    const celery: CeleryBinding<Payload> = { args: ['url', 'userId'], kwargs: { user_id: 'userId' } };
    expect(faultInCelery({ payload, celery })).toBeUndefined();
  });

  it.each([
    [{ args: ['uri'] }, 'Payload has no field uri. Is it misspelt?'],
    [{ kwargs: { user_id: 'userID' } }, 'Payload has no field userID. Is it misspelt?'],
    [{ args: ['url', 'url'] }, 'args has url twice'],
  ])('is refused: %j', (celery, fault) => {
    expect(faultInCelery({ payload, celery })).toBe(fault);
  });

  it('is not for an internal task', () => {
    expect(faultInCelery({ payload, celery: {}, isInternal: true })).toContain('internal');
  });
});
