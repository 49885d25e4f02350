/** Path of login and logout, which strangers may use: only in this spelling. */
export const SESSION_PATH = '/session';

/** Path at which a login at the identity provider begins. */
export const OIDC_PATH = `${SESSION_PATH}/oidc`;

/** Path to which the provider sends browsers back: it is registered there. */
export const CALLBACK_PATH = `${OIDC_PATH}/callback`;
