import tsJest from 'ts-jest';

/**
 * ts-jest with the tsconfig of the console. By itself it has one compiler for each configuration of Jest in a process:
 * whichever file comes first decides whether decorators are those of TypeScript or those of JavaScript, for all others.
 * So it is given a configuration of its own.
 */
export default {
  createTransformer(options) {
    const transformer = tsJest.default.createTransformer(options);
    const copies = new WeakMap();
    const copyOf = (config) => {
      if (!copies.has(config)) copies.set(config, { ...config, id: `${config.id}-console` });
      return copies.get(config);
    };
    const methods = ['getCacheKey', 'getCacheKeyAsync', 'process', 'processAsync'];
    return Object.fromEntries(
      methods.map((method) => [
        method,
        (text, path, given) => transformer[method](text, path, { ...given, config: copyOf(given.config) }),
      ]),
    );
  },
};
