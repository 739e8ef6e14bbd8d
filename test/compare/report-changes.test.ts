import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../../scripts/compare/verdict/change.js";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { reportChanges } from "../../scripts/compare/words/report-changes.js";
import { readFiles } from "../codegen/read-outline.js";
import { unindented } from "./unindented.js";

const srv = readFileSync(join(__dirname, "../../wsdl/srv.wsdl"), "utf8");

/** The report on a change of `srv.wsdl`, which must be one. */
async function report(...replacements: readonly (readonly [string | RegExp, string])[]): Promise<string> {
  const newer = replacements.reduce((text, [from, to]) => text.replace(from, to), srv);
  expect(newer).not.toBe(srv);
  return reportOf(srv, newer);
}

async function reportOf(older: string, newer: string): Promise<string> {
  const [before, after] = [await readFiles({ "srv.wsdl": older }), await readFiles({ "srv.wsdl": newer })];
  return reportChanges(compareModels(before, after));
}

const path = `<s:element minOccurs="0" maxOccurs="1" name="Path" type="s:string" />`;
const ticket = `<s:element minOccurs="0" maxOccurs="1" name="authenticationTicket" type="s:string" />`;

test("merges the renamed ticket of all operations", async () => {
  expect(await report([/name="authenticationTicket"/g, `name="AuthenticationTicket"`])).toBe(
    unindented(`
    9 operations: DeleteFolder, DeleteDownloadHandler, DownloadZipWithHandler,
    DownloadFileChunk, DeleteUploadHandler, DeleteDomain, CreateFolder,
    FolderExists, DeleteDocument
      BREAKING    Element authenticationTicket of the request was renamed to
                  AuthenticationTicket.
                  Deployed clients break: the service rejects authenticationTicket
                  in requests or, if it is ASMX, ignores it, so that
                  AuthenticationTicket arrives as null.
                  Code compiles against new stubs: the property is
                  authenticationTicket in both.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("reports an element with another capital", async () => {
  expect(await report([`name="Path"`, `name="path"`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element Path of the request was renamed to path.
                  Deployed clients break: the service rejects Path in requests or,
                  if it is ASMX, ignores it, so that path arrives as null.
                  Code compiles against new stubs: the property is path in both.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("reports a new required element of a request", async () => {
  expect(await report([path, `${path}<s:element name="Force" type="s:boolean" />`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The request has a new required element Force (xs:boolean).
                  Deployed clients break: the service rejects their requests, which
                  lack Force, or, if it is ASMX, assumes null, 0 or false.
                  Code has to change: it must set force.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("reports a new optional element of a request as compatible", async () => {
  expect(await report([path, `${path}<s:element minOccurs="0" name="Comment" type="s:string" />`])).toBe(
    unindented(`
    DeleteFolder
      compatible  The request has a new optional element Comment (xs:string).

    1 compatible change.
  `),
  );
});

test("reports a removed element of a request", async () => {
  expect(await report([path, ""])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The request no longer has the element Path (xs:string).
                  Deployed clients break: the service rejects Path in requests or,
                  if it is ASMX, ignores it.
                  Code has to change: the property path is gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("reports another type, another occurrence and another order", async () => {
  expect(
    await report([
      `${ticket}\n            ${path}`,
      path.replace("s:string", "s:int").replace(`minOccurs="0"`, `minOccurs="1"`) + ticket,
    ]),
  ).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element Path of the request changed from xs:string to xs:int.
                  Deployed clients break: the service rejects values that are not
                  xs:int.
                  Code has to change: path changed from string to number.
      BREAKING    The elements of the request are now in another order: Path,
                  authenticationTicket; it was authenticationTicket, Path.
                  Deployed clients break: a service that reads elements in order
                  rejects their requests or, if it is WCF, skips some elements.
                  Code compiles against new stubs.
      BREAKING    Element Path of the request is now required.
                  Deployed clients break: the service rejects requests without it
                  or, if it is ASMX, assumes null, 0 or false.
                  Code has to change: it must set path.

    3 breaking changes (deployed clients: 3, code: 2).
  `),
  );
});

test("reports a new element of a response", async () => {
  expect(await report(["<s:any />", `<s:any /><s:element minOccurs="0" name="Log" type="s:string" />`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    DeleteFolderResult in the response has a new optional element Log
                  (xs:string).
                  Deployed clients break: they reject responses that contain it
                  (clients that check less ignore it).
                  Code compiles against new stubs.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("reports a nillable result and mixed content", async () => {
  expect(
    await report(
      [`name="DeleteFolderResult">`, `name="DeleteFolderResult" nillable="true">`],
      [/<s:complexType>(?=\s*<s:sequence>\s*<s:any \/>)/g, `<s:complexType mixed="true">`],
    ),
  ).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element DeleteFolderResult of the response may now be nil.
                  Deployed clients break: they reject responses in which it is nil.
                  Code has to change: deleteFolderResult may be null.

    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    Element <Operation>Result of the response may now contain text
                  between its elements.
                  Deployed clients break: they reject responses with text there,
                  unless it is white space.
                  Code has to change: text and elements are now one list, the
                  property content.

    2 breaking changes (deployed clients: 2, code: 2).
  `),
  );
});

test("reports a removed operation, and not its bindings and messages", async () => {
  expect(await report([/<wsdl:operation name="LogOut">.*?<\/wsdl:operation>/gs, ""])).toBe(
    unindented(`
    LogOut
      BREAKING    The operation was removed.
                  Deployed clients break: the service does not know the operation
                  that they call.
                  Code has to change: the function logOut is gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("reports a renamed operation, and not its SOAPAction", async () => {
  expect(await report([/isValidTicket/g, "IsValidTicket"])).toBe(
    unindented(`
    isValidTicket
      BREAKING    The operation was renamed to IsValidTicket.
                  Deployed clients break: the service does not know the operation
                  that they call.
                  Code compiles against new stubs: the function is isValidTicket in
                  both.
      BREAKING    Element isValidTicketResult of the response was renamed to
                  IsValidTicketResult.
                  Deployed clients break: they reject responses that contain
                  IsValidTicketResult.
                  Code compiles against new stubs: the property is
                  isValidTicketResult in both.

    2 breaking changes (deployed clients: 2, code: 0).
  `),
  );
});

test("reports another SOAPAction", async () => {
  expect(await report([/soapAction="http:\/\/tempuri.org\/DeleteFolder"/g, `soapAction="urn:DeleteFolder"`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The SOAPAction (SOAP 1.1, SOAP 1.2) changed from
                  "http://tempuri.org/DeleteFolder" to "urn:DeleteFolder".
                  Deployed clients break: the service does not recognize their
                  calls.
                  Code compiles against new stubs.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("reports a removed SOAP 1.2 port", async () => {
  expect(await report([/<wsdl:port name="SrvSoap12".*?<\/wsdl:port>/s, ""])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    Port SrvSoap12 (SOAP 1.2) was removed.
                  Deployed clients break: the service rejects calls in SOAP 1.2.
                  Code compiles against new stubs.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("merges elements that lose their namespace", async () => {
  expect(await report([`elementFormDefault="qualified"`, ""])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    28 names (authenticationTicket, Path, DeleteFolderResult,
                  DownloadHandler, DeleteDownloadHandlerResult, UID and 22 more)
                  have moved from the namespace http://tempuri.org/ to no namespace.
                  Deployed clients break: the service rejects what they send or, if
                  it is ASMX, ignores it; they reject the responses.
                  Code compiles against new stubs.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("merges everything that moves to another namespace", async () => {
  expect(await report([/http:\/\/tempuri.org\//g, "urn:inforouter"])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    The SOAPAction (SOAP 1.1, SOAP 1.2) changed from
                  "http://tempuri.org/<Operation>" to "urn:inforouter<Operation>".
                  Deployed clients break: the service does not recognize their
                  calls.
                  Code compiles against new stubs.
      BREAKING    56 names (DeleteFolder, DeleteFolderResponse,
                  DeleteDownloadHandler, DeleteDownloadHandlerResponse,
                  AuthenticateUser, AuthenticateUserResponse and 50 more) have moved
                  from the namespace http://tempuri.org/ to the namespace
                  urn:inforouter.
                  Deployed clients break: the service rejects what they send or, if
                  it is ASMX, ignores it; they reject the responses.
                  Code compiles against new stubs.

    2 breaking changes (deployed clients: 2, code: 0).
  `),
  );
});

test("reports an address and documentation as notes", async () => {
  expect(
    await report(
      [/location="[^"]*"/g, `location="https://dms.example.com/srv.asmx"`],
      [/<wsdl:operation name="DeleteFolder">/, "$&<wsdl:documentation>Deletes.</wsdl:documentation>"],
    ),
  ).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      note        The address in the document changed from http://localhost/srv.asmx
                  to https://dms.example.com/srv.asmx; clients do not use it.

    DeleteFolder
      note        The documentation changed.

    2 notes.
  `),
  );
});

test("reports that there are no changes", () => {
  expect(reportChanges([])).toBe("No changes.\n");
});

test("reports more changes of one operation than a call has arguments", () => {
  const change = (operation: string, index: number): Change => ({
    kind: "address-changed",
    operations: [operation],
    old: `${index}`,
    new: "",
    impact: { operation: { clients: "work", code: "compiles" } },
  });
  const many = Array.from({ length: 130_000 }, (_, index) => change("Put", index));

  expect(reportChanges([...many, change("Get", 0)])).toMatch(/\n\n130000 notes\.\n$/);
});

test("has no character of a contract that a terminal would obey, or that reverses its text", async () => {
  const restricted = `<s:element name="Path"><s:simpleType><s:restriction base="s:string">
    <s:enumeration value="a&#x9b;2J" /><s:enumeration value="&#x202e;gpj" />
  </s:restriction></s:simpleType></s:element>`;
  expect(await report([path, restricted])).toContain("one of a\ufffd2J, \ufffdgpj.");
});
