/** Path under which a proxy serves the API: empty, or like `/celeriac`. The server writes it into the page. */
export const basePath = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';

/** Path of the console's first page. */
export const home = `${basePath}/dashboard`;

/** Address of the API for commands that a person copies. */
export const apiUrl = location.origin + basePath;
