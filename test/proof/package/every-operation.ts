import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the contract declares as an operation's result, read from the WSDL itself. */
export type ResultKind = "element" | "bytes" | "boolean" | "nothing";

export interface CalledOperation {
  readonly stub: string;
  readonly kind: ResultKind;
  /** By property, the type as it is generated. */
  readonly members: readonly (readonly [property: string, type: string])[];
}

/** Reads the operations from the stubs in a folder, and the kinds of their results from the WSDL. */
export function readOperations(wsdl: string, stubs: string): CalledOperation[] {
  const files = readdirSync(stubs).filter((name) => name !== "index.ts");
  return files.flatMap((name) => {
    const text = readFileSync(join(stubs, name), "utf8");
    const [, stub] = /^export function (\w+)\(/m.exec(text) ?? [];
    const [, operation = ""] = /^\s+name: "(\w+)",$/m.exec(text) ?? [];
    const [, body = ""] = /^export interface \w+Request \{\n(.*?)^\}/ms.exec(text) ?? [];
    const members = Array.from(
      body.matchAll(/^ {2}(\w+)\??: (.*?)(?: \| undefined)?;$/gm),
      ([, property = "", type = ""]) => [property, type] as const,
    );
    return stub === undefined ? [] : [{ stub, kind: kindOf(operation, wsdl), members }];
  });
}

function kindOf(operation: string, wsdl: string): ResultKind {
  const [, response = ""] =
    new RegExp(
      `<s:element name="${operation}Response">(.*?)</s:element>\\s*(?=<s:element name=|</s:schema>|<s:complexType name=)`,
      "s",
    ).exec(wsdl) ?? [];
  const [, type] = /<s:element [^>]*name="\w+Result"(?: type="s:(\w+)")?/.exec(response) ?? [undefined, "none"];
  const kinds: Readonly<Record<string, ResultKind>> = { base64Binary: "bytes", boolean: "boolean", none: "nothing" };
  return kinds[type ?? ""] ?? "element";
}

const values: Readonly<Record<string, string>> = {
  string: '"a"',
  number: "1",
  bigint: "1n",
  boolean: "true",
  Uint8Array: "new Uint8Array(1)",
};

/**
 * A program without a type annotation that calls each operation with all its members, and then with a ticket as well. The
 * compiler accepts it only if each call takes the request, refuses the ticket, and resolves with its kind of result.
 */
export function programThatCalls(operations: readonly CalledOperation[]): string {
  const calls = operations.map(({ stub, kind, members }) => {
    const properties = members
      .filter(([property, type]) => property !== "authenticationTicket" && type in values)
      .map(([property, type]) => `${property}: ${values[type]}`);
    const request = `{ ${properties.join(", ")} }`;
    const hasTicket = members.some(([property]) => property === "authenticationTicket");
    const refused = `  // @ts-expect-error The client fills in the ticket.\n  void infoRouter.call(stubs.${stub}, { ...${request}, authenticationTicket: "x" });\n`;
    return `  ${kind}(infoRouter.call(stubs.${stub}, ${request}));\n${hasTicket ? refused : ""}`;
  });
  return `import type { InfoRouterClient, InfoRouterResult } from "inforouter-soap-client";
import * as stubs from "./inforouter/index.js";

type Is<Actual, Expected> =
  (<T>() => T extends Actual ? 1 : 2) extends <T>() => T extends Expected ? 1 : 2 ? [] : ["is not what the call resolves with"];
declare function element<T>(call: Promise<T>, ...check: Is<T, InfoRouterResult>): void;
declare function bytes<T>(call: Promise<T>, ...check: Is<T, Uint8Array>): void;
declare function boolean<T>(call: Promise<T>, ...check: Is<T, boolean>): void;
declare function nothing<T>(call: Promise<T>, ...check: Is<T, undefined>): void;

export function callAll(infoRouter: InfoRouterClient): void {
${calls.join("")}}
`;
}
