/** Sources, and the suites that specify them. */
export interface Room {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

export const rooms: Readonly<Record<string, Room>> = {
  result: { sources: ["src/result.ts"], tests: ["test/facade/results/result", "test/facade/results/result-in-steps"] },
  codes: { sources: ["src/service-codes.ts"], tests: ["test/facade/results/service-codes"] },
  values: {
    sources: ["src/call-result.ts", "src/unwrap-result.ts"],
    tests: ["test/facade/results/call-result", "test/facade/results/unwrap-result"],
  },
  message: {
    sources: ["src/soap/message/envelope.ts", "src/soap/message/fault.ts", "src/soap/message/rpc-response.ts"],
    tests: ["test/soap/message/envelope", "test/soap/message/fault", "test/soap/message/rpc-response"],
  },
  messages: { sources: ["src/soap/message/messages.ts"], tests: ["test/soap/message/messages"] },
  writer: { sources: ["src/soap/message/envelope-writer.ts"], tests: ["test/soap/message/envelope-writer"] },
  security: { sources: ["src/soap/message/security.ts"], tests: ["test/soap/message/security"] },
  deadlines: { sources: ["src/soap/deadline.ts"], tests: ["test/soap/deadline"] },
  settings: { sources: ["src/soap/client/settings.ts"], tests: ["test/soap/client/settings"] },
  calls: {
    sources: ["src/soap/client/soap-client.ts", "src/soap/client/in-flight.ts"],
    tests: ["test/soap/client/soap-client", "test/soap/client/failed-calls", "test/soap/client/unloadable-soap"],
  },
  call: { sources: ["src/soap/client/call-options.ts"], tests: ["test/soap/client/call-options"] },
  versions: { sources: ["src/soap/client/soap-version.ts"], tests: ["test/soap/client/soap-version"] },
  turns: { sources: ["src/soap/client/turns.ts"], tests: ["test/soap/client/turns"] },
  places: { sources: ["src/soap/client/places.ts"], tests: ["test/soap/client/places"] },
  responses: {
    sources: [
      "src/soap/client/read-response.ts",
      "src/soap/client/unexpected-response.ts",
      "src/soap/client/holds-message.ts",
    ],
    tests: [
      "test/soap/client/responses/read-response",
      "test/soap/client/responses/holds-message",
      "test/soap/client/responses/refusing-statuses",
      "test/soap/client/responses/unexpected-response",
      "test/soap/client/responses/unexpected-texts",
    ],
  },
  events: { sources: ["src/soap/client/request-log.ts"], tests: ["test/soap/client/request-log"] },
  client: {
    sources: ["src/client.ts"],
    tests: [
      "test/facade/client",
      "test/facade/call",
      "test/facade/look",
      "test/facade/delete-each",
      "test/facade/options/many-options",
      "test/facade/options/options",
      "test/facade/options/option-objects",
      "test/facade/download/download",
      "test/facade/session/log-in-and-out",
    ],
  },
  operations: { sources: ["src/operations.ts"], tests: ["test/facade/operations"] },
  stubs: { sources: ["src/calls-of-stub.ts"], tests: ["test/facade/session/calls-of-stub"] },
  contents: { sources: ["src/soap/schema/content-check.ts"], tests: ["test/soap/schema/content-model"] },
  parts: { sources: ["src/soap/codec/starting-parts.ts"], tests: ["test/soap/codec/starting-parts"] },
  session: {
    sources: ["src/session.ts"],
    tests: [
      "test/facade/session/session",
      "test/facade/session/log-in-and-out",
      "test/soap/secrets/tickets-of-log-ins",
    ],
  },
  handlers: {
    sources: ["src/staged-handlers.ts"],
    tests: ["test/facade/staged-handlers", "test/facade/results/result-in-steps"],
  },
  journal: {
    sources: ["src/cli/deletions/journal.ts", "src/cli/deletions/journal-text.ts"],
    tests: ["test/cli/journal/journal", "test/cli/journal/journal-text"],
  },
  lists: { sources: ["src/cli/deletions/input.ts"], tests: ["test/cli/input"] },
  mistakes: {
    sources: [
      "src/cli/deletions/shell-mistakes.ts",
      "src/cli/arguments/hidden-blanks.ts",
      "src/cli/arguments/missing-values.ts",
      "src/cli/arguments/options-of-npm.ts",
      "src/cli/arguments/windows-paths.ts",
    ],
    tests: [
      "test/cli/arguments/shell-mistakes",
      "test/cli/arguments/hidden-blanks",
      "test/cli/arguments/missing-values",
      "test/cli/arguments/options-of-npm",
      "test/cli/arguments/windows-paths",
    ],
  },
  plans: { sources: ["src/cli/deletions/plan.ts"], tests: ["test/cli/journal/plan"] },
  part: { sources: ["src/cli/downloads/part-file.ts"], tests: ["test/cli/downloads/part-file"] },
  runs: {
    sources: ["src/cli/deletions/run-deletions.ts"],
    tests: ["test/cli/journal/run-deletions", "test/cli/journal/results-of-runs"],
  },
  items: {
    sources: ["src/cli/deletions/item-result.ts", "src/cli/deletions/reason-to-stop.ts"],
    tests: ["test/cli/journal/item-result"],
  },
  unsent: { sources: ["src/cli/deletions/unsent-calls.ts"], tests: ["test/cli/journal/unsent-calls"] },
  files: { sources: ["src/cli/deletions/same-file.ts"], tests: ["test/cli/journal/same-file"] },
  identity: { sources: ["src/cli/deletions/process-identity.ts"], tests: ["test/cli/journal/process-identity"] },
  redaction: {
    sources: [
      "src/soap/secrets/element-redaction.ts",
      "src/soap/secrets/furthest-ends.ts",
      "src/soap/secrets/redact.ts",
    ],
    tests: ["test/soap/secrets/redact", "test/soap/secrets/bounds-of-redaction"],
  },
  families: { sources: ["src/soap/secrets/secret-family.ts"], tests: ["test/soap/secrets/secret-family"] },
  kept: { sources: ["src/soap/secrets/secrets-of-calls.ts"], tests: ["test/soap/secrets/secrets-of-calls"] },
  words: { sources: ["src/soap/secrets/secret-words.ts"], tests: ["test/soap/secrets/secret-words"] },
  search: { sources: ["src/soap/secrets/word-search.ts"], tests: ["test/soap/secrets/word-search"] },
  readings: { sources: ["src/soap/secrets/readings.ts"], tests: ["test/soap/secrets/readings"] },
  letters: { sources: ["src/soap/secrets/letters.ts"], tests: ["test/soap/secrets/letters"] },
  logs: { sources: ["src/soap/secrets/redact-message.ts"], tests: ["test/soap/secrets/redact-message"] },
  elements: { sources: ["src/soap/secrets/texts-in-elements.ts"], tests: ["test/soap/secrets/texts-in-elements"] },
  credentials: {
    sources: ["src/soap/secrets/credentials.ts"],
    tests: ["test/soap/secrets/credentials", "test/soap/secrets/bounds-of-credentials"],
  },
  lines: { sources: ["src/soap/secrets/one-line.ts"], tests: ["test/soap/secrets/one-line"] },
  look: { sources: ["src/delete-folder.ts", "src/look.ts"], tests: ["test/facade/look", "test/facade/missing-folder"] },
  repetitions: {
    sources: ["src/call-with-ticket.ts"],
    tests: ["test/facade/session/call-with-ticket", "test/facade/retries"],
  },
  downloads: {
    sources: ["src/download/download.ts"],
    tests: ["test/facade/download/reading", "test/facade/download/endings", "test/facade/download/download"],
  },
  staging: {
    sources: ["src/download/handler.ts"],
    tests: ["test/facade/download/handler", "test/facade/download/endings", "test/facade/download/download"],
  },
  many: { sources: ["src/delete-each.ts"], tests: ["test/facade/options/many-options", "test/facade/delete-each"] },
  tickets: { sources: ["src/ticket.ts"], tests: ["test/facade/tickets"] },
  arguments: { sources: ["src/arguments.ts"], tests: ["test/facade/arguments"] },
  encodings: { sources: ["src/soap/http/content-encoding.ts"], tests: ["test/soap/http/content-encoding"] },
  headers: { sources: ["src/soap/http/request-headers.ts"], tests: ["test/soap/http/request-headers"] },
  transport: {
    sources: ["src/soap/http/transport.ts"],
    tests: ["test/soap/http/transport-pieces", "test/soap/http/request-headers"],
  },
  node: {
    sources: ["src/soap/http/node-transport.ts"],
    tests: ["test/soap/http/node-transport", "test/soap/http/transport", "test/soap/http/idle-connections"],
  },
  caches: { sources: ["src/soap/http/stored-response.ts"], tests: ["test/soap/client/responses/stored-responses"] },
  undici: { sources: ["src/undici.ts"], tests: ["test/soap/http/undici"] },
  proxy: { sources: ["src/soap/http/proxy-agent.ts"], tests: ["test/soap/http/proxy-agent", "test/soap/http/proxies"] },
  xml: {
    sources: ["src/soap/xml/read-xml.ts"],
    tests: ["test/soap/xml/read-xml", "test/soap/xml/read-xml-in-slices"],
  },
  written: { sources: ["src/soap/xml/write-xml.ts"], tests: ["test/soap/xml/write-xml"] },
  names: { sources: ["src/soap/xml/xml-names.ts"], tests: ["test/soap/xml/read-xml", "test/soap/xml/xml-names"] },
  prolog: { sources: ["src/soap/xml/prolog.ts"], tests: ["test/soap/xml/read-xml"] },
  slices: { sources: ["src/soap/xml/slices.ts"], tests: ["test/soap/xml/slices"] },
  texts: {
    sources: ["src/soap/xml/xml-text.ts"],
    tests: ["test/soap/xml/read-xml", "test/soap/xml/xml-text", "test/soap/xml/read-xml-in-slices"],
  },
  decoding: { sources: ["src/soap/xml/decode-text.ts"], tests: ["test/soap/xml/decode-text"] },
};
