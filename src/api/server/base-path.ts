import type { RequestHandler } from 'express';

/**
 * Serves everything below a path as well as at the root, so that a proxy may remove the path or not. Redirects and other
 * `Location` headers get it, in one place: everything else works with paths from the root.
 *
 * @param basePath such as `/celeriac`
 */
export function underBasePath(basePath: string): RequestHandler {
  return (request, response, next) => {
    request.url = withoutBase(request.url, basePath);
    request.originalUrl = request.url; // this runs before anything is mounted below a path
    const writeHead = response.writeHead.bind(response) as (...parameters: unknown[]) => typeof response;
    // The parameters are passed on as they came: their types are those of an overloaded method.
    response.writeHead = (...parameters: unknown[]) => {
      const location = response.getHeader('Location');
      if (typeof location === 'string' && location.startsWith('/'))
        response.setHeader('Location', basePath + location);
      return writeHead(...parameters);
    };
    next();
  };
}

/** Only whole segments count: `/celeriacs` is not below `/celeriac`. */
function withoutBase(url: string, basePath: string): string {
  if (!url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : url;
}
