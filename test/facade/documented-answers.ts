export interface Failure {
  readonly name: "ServiceError" | "SoapFaultError" | "UnexpectedResponseError" | "TransportError";
  readonly code: string;
  readonly outcome: "rejected" | "unknown";
}

/** An element that the service answers with, and what is to be made of it. */
type Row = readonly [element: string, want: Failure];

export const service = (code: string, outcome: Failure["outcome"]): Failure => ({
  name: "ServiceError",
  code,
  outcome,
});
export const unexpected = (code: string, outcome: Failure["outcome"] = "unknown"): Failure => ({
  name: "UnexpectedResponseError",
  code,
  outcome,
});
export const strangeRoots: readonly Row[] = [
  "errors",
  "SystemError",
  "NotDeleted",
  "RESPONSE",
  "result",
  'x:response xmlns:x="urn:x"',
].flatMap((root) => {
  const empty = (attributes: string) => `<${root} ${attributes} />`;
  return [
    [empty('success="true"'), unexpected("NOT_THE_CONTRACT")],
    [empty('success="false" error="Access denied."'), service("ACCESS_DENIED", "unknown")],
  ] as const;
});

export const noPlainNo: readonly Row[] = [
  ['<response success="false" />', service("UNCLASSIFIED", "unknown")],
  ['<response success="FALSE" error="" />', service("UNCLASSIFIED", "unknown")],
  ['<response success="false" error=" " />', service("UNCLASSIFIED", "unknown")],
  ['<response success="false" error="" errorCode="4010" />', service("SESSION_EXPIRED", "unknown")],
  ['<response errorCode="4010" />', service("SESSION_EXPIRED", "unknown")],
  ['<response success="1" error="[901] Session expired or Invalid ticket" />', service("SESSION_EXPIRED", "unknown")],
  ['<response success="" error="Access denied." />', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="Access denied." errorCode="0" />', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="Access denied." errorCode="x" />', service("ACCESS_DENIED", "unknown")],
  [
    '<response success="false" error="Session expired" errorCode="4010" errorcode="4030" />',
    service("SESSION_EXPIRED", "unknown"),
  ],
  [
    '<response success="false" error="[901] Session expired"><logitem path="/a" status="success" /></response>',
    service("SESSION_EXPIRED", "unknown"),
  ],
  ['<response success="false" error="Access denied.">2 deleted</response>', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="Access denied."><deleted /></response>', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="Access denied." deleted="2" />', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="Access denied." xmlns:x="urn:x" x:a="" />', service("ACCESS_DENIED", "unknown")],
  ['<response success="false" error="[log]" errorCode="4010" />', service("PARTIAL", "unknown")],
  ['<response success="false" error="[log] see below" />', service("PARTIAL", "unknown")],
  ['<response success="false" error="MultiStatus." />', service("PARTIAL", "unknown")],
  ['<response success="false" error="Some were deleted" errorCode="2070" />', service("UNCLASSIFIED", "unknown")],
  ...["207", "0207", "115", "399", "500", "599"].map(
    (number): Row => [
      `<response success="false" error="Some were deleted" errorCode="${number}" />`,
      service("UNCLASSIFIED", "unknown"),
    ],
  ),
  ['<response success="false" error="Later" errorCode="2020" />', service("UNCLASSIFIED", "unknown")],
  ['<response success="false" error="SystemError:no" errorCode="4010" />', service("SYSTEM_ERROR", "unknown")],
  ['<response success="false" error="[5030] Away" errorCode="4010" />', service("SYSTEM_ERROR", "unknown")],
];

/** What the newer pages document for the two deletions and FolderExists, in three languages where the number decides. */
export const errorCodes: readonly Row[] = (
  [
    ["4010", "SESSION_EXPIRED", ["Session expired or invalid ticket", "Oturum süresi doldu", "Sitzung abgelaufen"]],
    ["4010", "SESSION_EXPIRED", ["Anonymous users cannot perform this action"]],
    ["4030", "ACCESS_DENIED", ["Access denied.", "Erişim engellendi", "Zugriff verweigert"]],
    ["4041", "FOLDER_NOT_FOUND", ["Folder not found", "Klasör bulunamadı", "Ordner nicht gefunden"]],
    ["4041", "FOLDER_NOT_FOUND", ["Folder not found.", "Target folder cannot be found"]],
    ["4041", "FOLDER_NOT_FOUND", ["Target folder cannot be found."]],
    ["4041", "AUTHENTICATION_FAILED", ["User not found", "User not found."]],
    ["4230", "LOCKED", ["Document is checked out", "Belge kilitli", "Das Dokument ist ausgecheckt"]],
    ["4000", "TOP_LEVEL_FOLDER", ["Top-level domain cannot be deleted"]],
    ["4000", "BAD_REQUEST", ["bad Request"]],
    ["4000", "SESSION_EXPIRED", ["Session expired or invalid ticket"]],
    ["4000", "ACCESS_DENIED", ["Access denied", "Anonymous users cannot perform this action"]],
    ["4000", "UNCLASSIFIED", ["Refused", "Reddedildi", "Abgelehnt"]],
    ["4090", "UNCLASSIFIED", ["Folder name already exists"]],
    ["", "FOLDER_NOT_FOUND", ["Target folder cannot be found."]],
    ["", "AUTHENTICATION_FAILED", ["User not found"]],
    ["5030", "SYSTEM_ERROR", ["The service is away", "Hizmet yok", "Dienst nicht erreichbar"]],
    ["5000", "SYSTEM_ERROR", ["SystemError:no", "Sunucu hatası"]],
    ["5999", "SYSTEM_ERROR", ["Serverfehler"]],
    ["6000", "UNCLASSIFIED", ["Fehler"]],
    ["901", "SESSION_EXPIRED", ["Session expired or invalid ticket"]],
    ["499", "UNCLASSIFIED", ["Refused"]],
  ] as const
).flatMap(([number, code, texts]) =>
  texts.map(
    (text) =>
      [
        `<response success="false" error="${text}" errorCode="${number}" />`,
        service(code, code === "SYSTEM_ERROR" ? "unknown" : "rejected"),
      ] as const,
  ),
);
