/** The usual address of the service, if it is another one than this. Keeps the query. */
export function likelyEndpoint({ origin, pathname, search }: URL): string | undefined {
  const folder = pathname.replace(/\/(?:srv)?\/?$/i, "");
  return /\.asmx$/i.test(pathname) ? undefined : `${origin}${folder}/srv.asmx${search}`;
}
