# One image for all programs: the API is its default command, the worker is `node dist/worker.js`, the Celery bridge
# `node dist/bridge.js`.
# No dependency needs its install script, so none runs; one would only report to its maker.
# Of packages/ it has only the built console: neither the packages nor their dependencies are part of it.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json ./packages/client/
COPY packages/console/package.json ./packages/console/
RUN npm ci --ignore-scripts
# For the console alone: src is compiled without it.
COPY tsconfig.json ./
COPY scripts/build.mjs scripts/build-console.mjs scripts/bundle.mjs ./scripts/
# The console is made of the client.
COPY packages/client/src ./packages/client/src
COPY packages/console/index.html packages/console/tsconfig.json packages/console/vite.config.ts ./packages/console/
COPY packages/console/src ./packages/console/src
COPY src ./src
RUN node scripts/build.mjs && node scripts/build-console.mjs

# A separate stage instead of a prune of the one above: the layer is cached until the lock file changes.
FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# npm keeps the compiler as an optional peer of a package; nothing needs it at run time.
RUN npm ci --omit=dev --ignore-scripts --workspaces=false && rm -rf node_modules/typescript

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/data
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY templates ./templates
# root owns the program's files, so that the process can write only to its data.
RUN install --directory --owner=node --group=node /data
# A new volume gets its owner from here; the API and the workers share it.
RUN install --directory --owner=node --group=node /data/blobs
USER node
EXPOSE 8000 8001 8002
# The image has no curl. Workers and bridges use other ports, so their services replace this check.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8000) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1))"]
# Exec form: signals reach the program itself, which then shuts down cleanly.
CMD ["node", "dist/main.js"]
