/** Parameters by which servers publish contracts: `?WSDL`, `?singleWsdl`, `?xsd=xsd0`. */
const CONTRACT_PARAMETER = /^(?:wsdl|singlewsdl|xsd)(?:=\w{0,20})?$/i;

/**
 * A path or URL as it may be shown and stored: without user information, and with `...` for parameters of the query
 * that may be secret. Nothing of one that is no URL, such as `https://jane:a/b@host`: where its password ends is not known.
 */
export function publicAddress(address: string): string {
  const [, scheme] = /^\s*(https?:)/i.exec(address) ?? [];
  return scheme === undefined || URL.canParse(address) ? withoutSecrets(address) : `${scheme}//...`;
}

/** To a URL parser, `https:/host` and `https:\\host` are `https://host`, and blanks before it are none. */
function withoutSecrets(address: string): string {
  const [, origin, rest = "", query] = /^\s*(https?:[\\/]*)(?:[^\\/?#]*@)?([^?#]*)(?:\?([^#]*))?/i.exec(address) ?? [];
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
  return /^\s*https?:/i.test(location)
    ? publicAddress(location)
    : withoutSecrets(`http:${location.trimStart()}`).slice("http:".length);
}
