/** Stubs as they are generated, of operations that the contract of the package does not have: one for each form of a result. */
import type { Stub } from "../../src/index.js";
import {
  anyElement,
  attribute,
  type CallOptions,
  complexType,
  element,
  type Member,
  mixed,
  type Operation,
  optional,
  type SoapClient,
  type XmlElement,
  type XmlNode,
  xs,
  type z,
} from "../../src/soap/index.js";

const tns = "http://tempuri.org/";

export interface PathRequest {
  authenticationTicket?: string | undefined;
  path?: string | undefined;
}

const RequestSchema: z.ZodType<PathRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
});

function stubOf<Result>(name: string, result: Member<Result>): Stub<PathRequest, { result: Result }> {
  const operation: Operation<PathRequest, { result: Result }> = {
    name,
    soapAction: `${tns}${name}`,
    input: element(tns, name, RequestSchema),
    output: element(tns, `${name}Response`, complexType({ result })),
  };
  return (soap, request, options) => soap.call(operation, request, options);
}

export const getFolders = stubOf<{ any: XmlElement } | undefined>(
  "GetFolders",
  optional(element(tns, "GetFoldersResult", complexType({ any: anyElement() }))),
);

export const getFolders1 = stubOf<{ any: XmlElement } | undefined>(
  "GetFolders1",
  optional(element(tns, "GetFolders1Result", complexType({ any: anyElement() }))),
);

export const getDocuments = stubOf<{ content: XmlNode[] }>(
  "GetDocuments",
  element(tns, "GetDocumentsResult", complexType({ content: mixed() })),
);

export const getDomains = stubOf<string>("GetDomains", element(tns, "GetDomainsResult", xs.string));

export const getUser = stubOf<{ success?: string | undefined; error?: string | undefined; name?: string | undefined }>(
  "GetUser",
  element(
    tns,
    "GetUserResult",
    complexType({
      success: optional(attribute("", "success", xs.string)),
      error: optional(attribute("", "error", xs.string)),
      name: optional(attribute("", "name", xs.string)),
    }),
  ),
);

export const downloadDocument = stubOf<Uint8Array | undefined>(
  "DownloadDocument",
  optional(element(tns, "DownloadDocumentResult", xs.base64Binary)),
);

export const isLocked = stubOf<boolean>("IsLocked", element(tns, "IsLockedResult", xs.boolean));

interface BeatRequest {
  text?: string | undefined;
  newPassword?: string | undefined;
}
const beatOperation: Operation<BeatRequest, Record<string, never>> = {
  name: "Beat",
  soapAction: "urn:other/Beat",
  input: element(
    "urn:other",
    "Beat",
    complexType({
      text: optional(element("urn:other", "text", xs.string)),
      newPassword: optional(element("urn:other", "newPassword", xs.string)),
    }),
  ),
  output: element("urn:other", "BeatResponse", complexType({})),
};

/** Takes no ticket, has no result, and is of another namespace. */
export const beat: Stub<BeatRequest, Record<string, never>> = (soap, request, options) =>
  soap.call(beatOperation, request, options);

const serverInfoOperation: Operation<Record<string, never>, { serverInfoResult?: { any: XmlElement } | undefined }> = {
  name: "ServerInfo",
  soapAction: `${tns}ServerInfo`,
  input: element(tns, "ServerInfo", complexType({})),
  output: element(
    tns,
    "ServerInfoResponse",
    complexType({
      serverInfoResult: optional(element(tns, "ServerInfoResult", complexType({ any: anyElement() }))),
    }),
  ),
};

/** Its request is empty, so that a stub may do without. */
export function serverInfo(
  soap: SoapClient,
  request: Record<string, never> = {},
  options?: CallOptions,
): Promise<{ serverInfoResult?: { any: XmlElement } | undefined }> {
  return soap.call(serverInfoOperation, request, options);
}
