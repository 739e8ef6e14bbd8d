/** SOAP messages for tests, as ASMX writes them. */

export const SOAP = {
  "1.1": { namespace: "http://schemas.xmlsoap.org/soap/envelope/", contentType: "text/xml; charset=utf-8" },
  "1.2": { namespace: "http://www.w3.org/2003/05/soap-envelope", contentType: "application/soap+xml; charset=utf-8" },
} as const;

export type SoapVersion = keyof typeof SOAP;

export function envelope(body: string, version: SoapVersion = "1.1"): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP[version].namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** The envelope around an operation's answer, such as `<response success="true" />`. */
export function answer(operation: string, content: string, version: SoapVersion = "1.1"): string {
  const element = content.replace(/^<([\w:]+)/, '<$1 xmlns=""');
  return envelope(
    `<${operation}Response xmlns="http://tempuri.org/"><${operation}Result>${element}</${operation}Result></${operation}Response>`,
    version,
  );
}

export function fault(code: string, reason: string, version: SoapVersion = "1.1"): string {
  return version === "1.1"
    ? envelope(
        `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${reason}</faultstring><detail /></soap:Fault>`,
      )
    : envelope(
        `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${reason}</soap:Text></soap:Reason><soap:Detail /></soap:Fault>`,
        version,
      );
}
