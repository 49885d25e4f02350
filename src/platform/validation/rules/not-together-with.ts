import { ValidateBy } from 'class-validator';

/** Refuses two optional properties at the same time. Put it on either. */
export function NotTogetherWith(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'notTogetherWith',
    validator: {
      validate: (_value, context) => {
        const owner: object | undefined = context?.object;
        return owner === undefined || (Reflect.get(owner, other) ?? undefined) === undefined;
      },
      defaultMessage: (context) => `give ${context?.property} or ${other}, not both`,
    },
  });
}
