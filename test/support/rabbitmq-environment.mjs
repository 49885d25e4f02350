import { join } from 'node:path';

/**
 * The environment of a RabbitMQ with everything of its own: node, ports, data, log and cookie. One scheduler starts
 * faster than one per core.
 *
 * @param {string} folder
 * @param {{ port: number, distribution: number, names: number }} ports
 */
export function rabbitmqEnvironment(folder, { port, distribution, names }) {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `celeriac${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_CONFIG_FILE: join(folder, 'no-config'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'no-env'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'no-plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1',
  };
}
