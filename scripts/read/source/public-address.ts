/** Parameters by which servers publish contracts: `?WSDL`, `?singleWsdl`, `?xsd=xsd0`. */
const CONTRACT_PARAMETER = /^(?:wsdl|singlewsdl|xsd)(?:=\w{0,20})?$/i;

/**
 * A path or URL as it may be shown and stored: without user information, and with `...` for parameters of the query
 * that may be secret. To a URL parser, `https:/host` and `https:\\host` are `https://host`.
 */
export function publicAddress(address: string): string {
  const [, origin, rest = "", query] = /^(https?:[\\/]*)(?:[^\\/?#]*@)?([^?#]*)(?:\?([^#]*))?/i.exec(address) ?? [];
  if (origin === undefined) {
    return address;
  }
  const parameters = query?.split("&") ?? [];
  const shown = parameters.filter((parameter) => CONTRACT_PARAMETER.test(parameter));
  const hidden = shown.length < parameters.length ? ["..."] : [];
  return origin + rest + (query === undefined ? "" : `?${[...shown, ...hidden].join("&")}`);
}

/** The location of an import as it may be shown: servers repeat there what the query of their own address holds. */
export function publicLocation(location: string): string {
  return /^https?:/i.test(location) ? publicAddress(location) : publicAddress(`http:${location}`).slice("http:".length);
}
