import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsObject, IsString, ValidateNested } from 'class-validator';
import { columnsIn, faultInColumns } from './task-columns.js';

class Customer {
  @IsString()
  id!: string;

  @IsString()
  token!: string;
}

class OrderPayload {
  @IsString()
  note!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => Customer)
  customer!: Customer;
}

describe('faultInColumns', () => {
  const faultOf = (columns: string[], redact: string[] = []) =>
    faultInColumns({ name: 'test.order', queue: 'tasks', payload: OrderPayload, columns, redact });

  it('accepts fields of the payload', () => {
    expect(faultOf([])).toBeUndefined();
    expect(faultOf(['note', 'customer.id'], ['customer.token'])).toBeUndefined();
  });

  it.each([
    [['a', 'b', 'c', 'd', 'e', 'f'], /there are 6, but at most 5/],
    [['nota'], /OrderPayload has no field nota/],
    [['customer.name'], /has no field customer\.name/],
    [['customer.*'], /has no \*/],
    [['customer.token'], /secret/],
    [['customer'], /secret/],
    [['note', 'note'], /overlap/],
    [['customer.__proto__'], /has no field/],
    [[''], /has no field/],
  ])('refuses %j', (columns, message) => {
    expect(faultOf(columns, ['customer.token'])).toMatch(message);
  });
});

describe('columnsIn', () => {
  it('has a short value for each column, and null where there is none', () => {
    const payload = { note: 'x'.repeat(300), customer: { id: 7, tags: ['a'] }, done: false };
    expect(columnsIn(['note', 'customer.id', 'customer.tags', 'done', 'customer.name'], payload)).toEqual({
      ...{ note: `${'x'.repeat(200)}…`, 'customer.id': 7, 'customer.tags': '["a"]', done: false },
      'customer.name': null,
    });
  });

  it.each([undefined, null, 7, 'text', []])('has null for all if the payload is %j', (payload) => {
    expect(columnsIn(['a', 'b.c'], payload)).toEqual({ a: null, 'b.c': null });
  });

  it('shows a name that objects inherit only if the payload has it', () => {
    expect(columnsIn(['toString'], {})).toEqual({ toString: null });
  });
});
