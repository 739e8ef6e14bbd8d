/** Stubs as they are generated, of operations that the contract of the package does not have: one for each form of a result. */
import type { Stub } from "../../src/index.js";
import {
  anyElement,
  attribute,
  type CallOptions,
  complexType,
  element,
  extension,
  type Member,
  mixed,
  type Operation,
  optional,
  polymorphic,
  type SoapClient,
  type WithHeaders,
  withHeaders,
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

interface FileRequest {
  authenticationTicket?: string | undefined;
  path: string;
}
interface DraftRequest extends FileRequest {
  note: string;
}
type AnyFileRequest = ({ $type?: undefined } & FileRequest) | ({ $type: "Draft" } & DraftRequest);
type DoneResponse = { doneResult: { any: XmlElement } };

const fileRequest = complexType<FileRequest>({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: element(tns, "path", xs.string),
});
const draftRequest = extension<DraftRequest, FileRequest>(fileRequest, { note: element(tns, "note", xs.string) });
const doneIn = (operation: string) =>
  element(
    tns,
    `${operation}Response`,
    complexType<DoneResponse>({
      doneResult: element(tns, `${operation}Result`, complexType({ any: anyElement() })),
    }),
  );

/** The type of its request has a derived one, as the base classes of ASMX have with `XmlInclude`. */
export const uploadFile: Stub<AnyFileRequest, DoneResponse> = (soap, request, options) =>
  soap.call(uploadFileOperation, request, options);
const uploadFileOperation: Operation<AnyFileRequest, DoneResponse> = {
  name: "UploadFile",
  soapAction: `${tns}UploadFile`,
  input: element(
    tns,
    "UploadFile",
    polymorphic<AnyFileRequest>({ Draft: [tns, "Draft", draftRequest] }, [tns, "File", fileRequest]),
  ),
  output: doneIn("UploadFile"),
};

/** Its contract declares a header. */
export const moveFile: Stub<WithHeaders<FileRequest, { trace: string }>, DoneResponse> = (soap, request, options) =>
  soap.call(moveFileOperation, request, options);
const moveFileOperation: Operation<WithHeaders<FileRequest, { trace: string }>, DoneResponse> = {
  name: "MoveFile",
  soapAction: `${tns}MoveFile`,
  input: withHeaders(
    element(tns, "MoveFile", fileRequest),
    complexType<{ trace: string }>({ trace: element("urn:trace", "trace", xs.string) }),
  ),
  output: doneIn("MoveFile"),
};
