import { checksum, type DownloadHandlers } from "./download-handlers.js";
import { readGuid } from "./guid.js";
import { type Answer, failedItem, Refusal } from "./refusal.js";
import type { Repository } from "./repository.js";
import type { Session, Sessions } from "./sessions.js";
import { writeZip } from "./zip.js";

/** The state that operations read and change. */
export interface Services {
  readonly repository: Repository;
  readonly sessions: Sessions;
  readonly handlers: DownloadHandlers;
  readonly minimumChunkSize: number;
}

/** The XML Schema types of parameters. */
export type ParameterType = "string" | "int" | "boolean";

/** An argument. Undefined stands for .NET's null: a string that is absent from the request. */
export type Argument = string | number | boolean | undefined;

export type Arguments = Readonly<Record<string, Argument>>;

/** How an operation's documentation page spells success and failure. */
export interface Convention {
  /** The name of the element. */
  readonly root: string;
  readonly success: Readonly<Record<string, string>>;
  readonly failure: Readonly<Record<string, string>>;
}

export interface Operation {
  /** In the order of the contract. */
  readonly parameters: Readonly<Record<string, ParameterType>>;
  readonly convention: Convention;
  /** @throws {Refusal} The operation refuses. */
  run(services: Services, values: Arguments): Answer | undefined;
}

const folderPage: Convention = { root: "response", success: { success: "true" }, failure: {} };
const downloadPage: Convention = { root: "response", success: { success: "true" }, failure: { success: "false" } };
const handlerPage: Convention = { ...downloadPage, success: { success: "true", error: "" } };
const sessionPage: Convention = { ...downloadPage, root: "root" };
const zipPage: Convention = {
  root: "Response",
  success: { success: "true" },
  failure: { success: "false", downloadhandler: "" },
};

const MAXIMUM_CHUNK_SIZE = 33_554_432;
const MAXIMUM_ZIP_COUNT = 1000;
const MAXIMUM_ZIP_SIZE = 78_643_200;

/** The operations of `wsdl/srv.wsdl`, in its order. Each refuses as its page documents. */
export const operations = {
  DeleteFolder: operation({
    parameters: { authenticationTicket: "string", Path: "string" },
    convention: folderPage,
    run({ repository, sessions }, { authenticationTicket, Path }) {
      repository.deleteFolder(Path, sessions.open(authenticationTicket).user);
    },
  }),

  DeleteDownloadHandler: operation({
    parameters: { authenticationTicket: "string", DownloadHandler: "string" },
    convention: handlerPage,
    run({ handlers, sessions }, { authenticationTicket, DownloadHandler }) {
      const guid = requireGuid(DownloadHandler, "bad Request");
      handlers.delete(sessions.open(authenticationTicket), guid);
    },
  }),

  AuthenticateUser: operation({
    parameters: { UID: "string", PWD: "string" },
    convention: sessionPage,
    run({ sessions }, { UID, PWD }) {
      const session = sessions.logIn(UID, PWD);
      return { attributes: { ticket: session.ticket, ...profile(session) } };
    },
  }),

  isValidTicket: operation({
    parameters: { AuthenticationTicket: "string" },
    convention: sessionPage,
    run({ sessions }, { AuthenticationTicket, ticketCookie }) {
      return { attributes: profile(sessions.find(AuthenticationTicket ?? ticketCookie)) };
    },
  }),

  LogOut: operation({
    parameters: { AuthenticationTicket: "string" },
    convention: sessionPage,
    run({ handlers, sessions }, { AuthenticationTicket, ticketCookie }) {
      const session = sessions.find(AuthenticationTicket ?? ticketCookie);
      sessions.end(session);
      handlers.deleteAll(session);
    },
  }),

  GetDownloadHandler: operation({
    parameters: { AuthenticationTicket: "string", Path: "string", PreferedChunkSize: "int" },
    convention: downloadPage,
    run(services, { AuthenticationTicket, Path, PreferedChunkSize }) {
      return stageDocument(services, services.sessions.open(AuthenticationTicket), Path, PreferedChunkSize, 0);
    },
  }),

  GetDownloadHandlerByVersion: operation({
    parameters: { AuthenticationTicket: "string", Path: "string", PreferedChunkSize: "int", VersionNumber: "int" },
    convention: downloadPage,
    run(services, { AuthenticationTicket, Path, PreferedChunkSize, VersionNumber }) {
      const session = services.sessions.open(AuthenticationTicket);
      return stageDocument(services, session, Path, PreferedChunkSize, VersionNumber);
    },
  }),

  DownloadZipWithHandler: operation({
    parameters: { authenticationTicket: "string", Paths: "string", partialResult: "boolean" },
    convention: zipPage,
    run(services, { authenticationTicket, Paths, partialResult }) {
      return stageZip(services, services.sessions.open(authenticationTicket), (Paths ?? "").split("|"), partialResult);
    },
  }),

  DownloadFileChunk: operation({
    parameters: { authenticationTicket: "string", DownloadHandler: "string", StartOffset: "int", ChunkSize: "int" },
    convention: downloadPage,
    run({ handlers, sessions }, { authenticationTicket, DownloadHandler, StartOffset, ChunkSize }) {
      const guid = requireGuid(DownloadHandler, "Invalid download handler. (guid)");
      const chunk = handlers.read(sessions.open(authenticationTicket), guid, StartOffset, ChunkSize);
      const attributes = {
        filelength: chunk.fileLength,
        chunklength: chunk.bytes.length,
        lastchunk: String(chunk.isLast),
        chunkCRC32: checksum(chunk.bytes),
      };
      return { attributes, children: [Buffer.from(chunk.bytes).toString("base64")] };
    },
  }),

  DeleteUploadHandler: operation({
    parameters: { authenticationTicket: "string", UploadHandler: "string" },
    convention: handlerPage,
    run({ sessions }, { authenticationTicket, UploadHandler }) {
      requireGuid(UploadHandler, "bad Request");
      sessions.open(authenticationTicket);
    },
  }),

  DeleteDomain: operation({
    parameters: { authenticationTicket: "string", DomainName: "string" },
    convention: handlerPage,
    run({ repository, sessions }, { authenticationTicket, DomainName }) {
      if (!sessions.open(authenticationTicket).user.administrator) {
        throw new Refusal("[1573] Only the system administrator can perform this operation");
      }
      repository.deleteLibrary(DomainName);
    },
  }),

  CreateFolder: operation({
    parameters: { authenticationTicket: "string", Path: "string" },
    convention: folderPage,
    run({ repository, sessions }, { authenticationTicket, Path }) {
      const folder = repository.createFolder(Path, sessions.open(authenticationTicket).user);
      return { attributes: { FolderId: folder.id, FolderName: folder.name } };
    },
  }),

  FolderExists: operation({
    parameters: { authenticationTicket: "string", Path: "string" },
    convention: folderPage,
    run({ repository, sessions }, { authenticationTicket, Path }) {
      sessions.open(authenticationTicket);
      if (!repository.hasFolder(Path)) {
        throw new Refusal("Folder not found.");
      }
    },
  }),

  DeleteDocument: operation({
    parameters: { authenticationTicket: "string", Path: "string" },
    convention: sessionPage,
    run({ repository, sessions }, { authenticationTicket, Path }) {
      repository.deleteDocument(Path, sessions.open(authenticationTicket).user);
    },
  }),
};

/** Name of an operation that the embedded server has by itself. */
export type OperationName = keyof typeof operations;

/** Whether a parameter is the ticket. The contract spells it in two ways. */
export function isTicket(parameter: string): boolean {
  return parameter.toLowerCase() === "authenticationticket";
}

interface ValueTypes {
  readonly string: string | undefined;
  readonly int: number;
  readonly boolean: boolean;
}

/** Types the arguments of an operation by its parameters. Some operations accept `ticketCookie` instead of a ticket. */
function operation<const P extends Operation["parameters"]>(definition: {
  readonly parameters: P;
  readonly convention: Convention;
  run(
    services: Services,
    values: { readonly [Name in keyof P]: ValueTypes[P[Name]] } & { readonly ticketCookie?: string | undefined },
  ): Answer | undefined;
}): Operation {
  return definition;
}

function requireGuid(text: string | undefined, error: string): string {
  const guid = readGuid(text);
  if (guid === undefined) {
    throw new Refusal(error);
  }
  return guid;
}

function profile({ user, expiresAt }: Session): Readonly<Record<string, string | number>> {
  return {
    userid: user.id,
    username: user.name,
    firstName: "",
    lastName: "",
    fullname: user.name,
    email: "",
    expireOn: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, "Z"),
    isAuthenticated: "True",
  };
}

function stageDocument(
  { repository, handlers, minimumChunkSize }: Services,
  session: Session,
  path: string | undefined,
  preferredChunkSize: number,
  version: number,
): Answer {
  const document = repository.document(path);
  if (document === undefined) {
    throw new Refusal("Document not found");
  }
  const bytes = version === 0 ? document.versions.at(-1) : document.versions[version / 1_000_000 - 1];
  if (bytes === undefined) {
    throw new Refusal("Invalid version number");
  }
  if (document.offline) {
    throw new Refusal("Offline document error");
  }
  return {
    attributes: {
      Size: bytes.length,
      ContentType: document.contentType,
      ModificationDate: document.modified,
      VersionNumber: version,
      AlterDocumentName: document.name,
      RenderedContent: "false",
      CRC32: checksum(bytes),
      ChunkSize: Math.max(minimumChunkSize, Math.min(MAXIMUM_CHUNK_SIZE, preferredChunkSize)),
      downloadhandler: handlers.add(session, bytes),
    },
  };
}

function stageZip(
  { repository, handlers }: Services,
  session: Session,
  paths: readonly string[],
  partialResult: boolean,
): Answer {
  const found = paths.flatMap((path) => repository.documentsAt(path));
  if (found.length === 0) {
    throw new Refusal("No valid paths");
  }
  const children = found
    .filter(({ placed }) => placed.document.offline)
    .map(({ placed }) => failedItem(placed.path, "Offline document error"));
  const entries = found
    .filter(({ placed }) => !placed.document.offline)
    .map(({ inZip, placed }) => ({ name: inZip, bytes: placed.document.versions.at(-1) ?? new Uint8Array() }));
  const size = entries.reduce((total, { bytes }) => total + bytes.length, 0);
  if (entries.length > MAXIMUM_ZIP_COUNT || size > MAXIMUM_ZIP_SIZE) {
    throw new Refusal("Zip size or count restriction exceeded");
  }
  if (children.length > 0 && !partialResult) {
    throw new Refusal("[log]", { children });
  }
  const downloadhandler = handlers.add(session, writeZip(entries));
  return { attributes: { downloadhandler, error: children.length > 0 ? "[log]" : "" }, children };
}
