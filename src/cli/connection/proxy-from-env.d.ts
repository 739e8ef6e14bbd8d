/** It brings no types. */
declare module "proxy-from-env" {
  /** Address of the proxy that the environment names for a URL; empty if none. */
  export function getProxyForUrl(url: string): string;
}
