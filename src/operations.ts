import { isUint8Array } from "node:util/types";
import {
  authenticateUser,
  deleteDownloadHandler,
  deleteFolder,
  downloadFileChunk,
  downloadZipWithHandler,
  folderExists,
  getDownloadHandler,
  getDownloadHandlerByVersion,
  logOut,
} from "../generated/index.js";
import type { CallOptions } from "./soap/client/call-options.js";
import type { SoapClient } from "./soap/client/soap-client.js";
import { InvalidInputError } from "./soap/errors.js";
import { bodyOf, requestProperties } from "./soap/message/messages.js";
import { cached } from "./soap/schema/lazy.js";
import type { MemberDescriptor } from "./soap/schema/member.js";
import type { Operation } from "./soap/schema/operation.js";
import { arrayItem, membersOf, type TypeDescriptor, typeOf, variantsOf } from "./soap/schema/type-descriptor.js";
import type { XmlAttribute, XmlElement } from "./soap/xml/xml-element.js";
import { isVerdict } from "./unwrap-result.js";

/** A generated function that calls one operation. */
export type Stub<Request, Response> = (soap: SoapClient, request: Request, options?: CallOptions) => Promise<Response>;

/**
 * The stubs that the client calls. Those of this package are generated from `wsdl/srv.wsdl`; stubs generated from the
 * WSDL of another server fit as well, if it has these operations with these parameters.
 *
 * A member may be a function around a stub. It has to call the stub first, and before it waits for anything, since the client asks
 * it for its operation, and to resolve with the response to that. It can call other operations too, by the SOAP client that it gets.
 * If it repeats its own, only a confirmation of the last call settles what the earlier ones did. One that did not call its
 * operation, but shares the request of another call, has the outcome `unknown`, unless it hides the error of that. What a function
 * calls after its end, or after `timeoutInMs` or `signal` ended the call of the client, is not sent. What it called before and did
 * not wait for may be carried out later.
 */
export interface InfoRouterOperations {
  /** For `deleteFolder` and `deleteFolders`. */
  readonly deleteFolder: Stub<{ authenticationTicket: string; path: string }, object>;
  /** For `deleteDownloadHandler`, and at the end of each download. */
  readonly deleteDownloadHandler: Stub<{ authenticationTicket: string; downloadHandler: string }, object>;
  /** For `authenticate`, which logs in. */
  readonly authenticateUser: Stub<{ uid: string; pwd: string }, object>;
  /**
   * For `folderExists` and `ifUnknown: "look"`. For `ifMissing: "ignore"` only if the server refuses with 4041 and a text that
   * is not known for a folder. Without this stub, each of them rejects.
   */
  readonly folderExists?: Stub<{ authenticationTicket: string; path: string }, object> | undefined;
  /** For `close`, which ends the session that `authenticate` began. Without it, the server keeps the session for 30 days. */
  readonly logOut?: Stub<{ authenticationTicket: string }, object> | undefined;
  /** Only for `download`. */
  readonly getDownloadHandler?:
    | Stub<{ authenticationTicket: string; path: string; preferedChunkSize: number }, object>
    | undefined;
  /** Only for `download` of a version. */
  readonly getDownloadHandlerByVersion?:
    | Stub<{ authenticationTicket: string; path: string; preferedChunkSize: number; versionNumber: number }, object>
    | undefined;
  /** Only for `downloadZip`. */
  readonly downloadZipWithHandler?:
    | Stub<{ authenticationTicket: string; paths: string; partialResult: boolean }, object>
    | undefined;
  /** For `download` and `downloadZip`. */
  readonly downloadFileChunk?:
    | Stub<{ authenticationTicket: string; downloadHandler: string; startOffset: number; chunkSize: number }, object>
    | undefined;
}

/** The request of an operation without the ticket, which the client fills in: in the body, if the request has headers. */
export type RequestOf<Request> = [Request] extends [never]
  ? NoTicket
  : Request extends { readonly body: infer Body extends object; readonly headers: object }
    ? Omit<Request, "body"> & { readonly body: WithoutTicket<Body> }
    : WithoutTicket<Request>;

/** Of each variant by itself: `Omit` of a union has only what all of them have. */
type WithoutTicket<Part> = Part extends unknown ? Omit<Part, typeof TICKET> & NoTicket : never;
type NoTicket = { readonly [TICKET]?: never };

/**
 * The request as it is now. It is sent once there is a ticket, and perhaps again: a caller that uses the object for its next
 * call would change this one.
 *
 * @param known The properties of the contract. They are copied also where an object inherits them, or its class has accessors
 *   for them. Others are kept as they are, because they are refused.
 */
export function copyOf(request: object, known: ReadonlySet<string>): object {
  const own = Object.entries(request);
  const inherited = [...known].filter((property) => isInherited(property, request));
  return Object.fromEntries([
    ...own.map(([property, value]) => [property, known.has(property) ? copyOfValue(value, known) : value]),
    ...inherited.map((property) => [property, copyOfValue(Reflect.get(request, property), known)]),
  ]);
}

function copyOfValue(value: unknown, known: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => copyOfValue(item, known));
  }
  if (isUint8Array(value)) {
    return new Uint8Array(value);
  }
  // The prefixes of an XML element can be iterated over.
  if (typeof value !== "object" || value === null || Symbol.iterator in value) {
    return value;
  }
  const copy = copyOf(value, known);
  // Without properties it is something else, such as a Date by mistake: the error names what it found.
  return Object.keys(copy).length === 0 ? value : copy;
}

function isInherited(property: string, request: object): boolean {
  return (
    property in request &&
    !Object.prototype.propertyIsEnumerable.call(request, property) &&
    !(property in Object.prototype)
  );
}

/** The property of a request that holds the ticket, in either spelling of the contract. */
export const TICKET = "authenticationTicket";

type AnyOperation = Operation<object, object>;
const operations = new WeakMap<object, AnyOperation>();

/** How often a function around a stub may call it while it is asked for its operation. A retry ends by itself before that. */
const MOST_CALLS = 100;

/**
 * Returns the operation of a stub. A stub first passes it to the SOAP client's `call`, so a client that sends nothing
 * receives it.
 *
 * @throws {InvalidInputError} The stub is not a generated one.
 */
export function operationOf(stub: Stub<never, unknown>): AnyOperation {
  const known = operations.get(stub);
  if (known !== undefined) {
    return known;
  }
  let operation: AnyOperation | undefined;
  let calls = 0;
  const reason = new Error("The client asks a stub for its operation; nothing is sent.");
  // V8 writes the stack when it is first read. Until then, an error that is kept keeps what its callers hold, such as a ticket.
  void reason.stack;
  const listener: Pick<SoapClient, "call"> = {
    call: (called) => {
      calls += 1;
      operation ??= called as unknown as AnyOperation;
      // The stub ends, so that a function around it returns what it holds, such as its turn. One that repeats it for ever stops here.
      const ended = calls > MOST_CALLS ? new Promise<never>(() => {}) : Promise.reject(reason);
      ended.catch(() => {});
      return ended;
    },
  };
  const asking = new AbortController();
  try {
    const ended = (stub as Stub<object, unknown>)(listener as SoapClient, {}, { signal: asking.signal });
    // An async function of the caller may fail: a rejection without a listener would end the process.
    Promise.resolve(ended).catch(() => {});
  } catch {
    // Not a stub: rejected below.
  }
  // Ends the pauses of a function that repeats its stub, and follows the signal.
  asking.abort(reason);
  if (operation === undefined) {
    throw new InvalidInputError(
      "operation",
      "expected a generated stub, such as createFolder, or a function that calls one at once",
    );
  }
  checkTypes(operation);
  operations.set(stub, operation);
  return operation;
}

/** @throws {InvalidInputError} The types of the request are of another copy of the package, as those of CommonJS for ES modules. */
function checkTypes(operation: AnyOperation): void {
  try {
    requestProperties(operation);
  } catch (error) {
    throw error instanceof TypeError ? new InvalidInputError("operation", error.message) : error;
  }
}

/** Whether requests of the operation hold a ticket, in their body if they have headers. */
export const takesTicket = onceForEach((operation) => requestProperties(operation).includes(TICKET));

/** Whether the caller's own request holds a ticket. */
export function holdsTicket(request: object, { input }: AnyOperation): boolean {
  return TICKET in ("body" in input ? Object(Reflect.get(request, "body")) : request);
}

/** A request that takes a ticket, with it. */
export function withTicket(request: object, ticket: string, { input }: AnyOperation): object {
  return "body" in input
    ? { ...request, body: { ...Reflect.get(request, "body"), [TICKET]: ticket } }
    : { ...request, [TICKET]: ticket };
}

/**
 * Whether the contract declares what can report success or failure: a result of a type that is not simple, or, in a response without
 * a result, the attributes of such reports.
 */
export const returnsReport = onceForEach(({ output }) =>
  membersInResponse(output).some((members) => {
    const result = members.find(isNoAttribute)?.[1];
    return result === undefined
      ? members.some(([, { name }]) => name[0] === "" && isVerdict(name[1]))
      : result.kind === "element" && typeOf(result).kind !== "simple";
  }),
);

/** The properties that a response has of attributes of its element. The result is the first other one. */
export const attributesInResponse = onceForEach(({ output }): ReadonlySet<string> => {
  const attributes = membersInResponse(output).flatMap((members) => members.filter((member) => !isNoAttribute(member)));
  return new Set(attributes.map(([property]) => property));
});

type NamedMember = readonly [property: string, member: MemberDescriptor];

function isNoAttribute([, { kind }]: NamedMember): boolean {
  return kind !== "attribute" && kind !== "anyAttribute";
}

/** The members of each type that the response's element may have. */
function membersInResponse(output: AnyOperation["output"]): readonly NamedMember[][] {
  const type = output && typeOf(bodyOf(output));
  return type === undefined ? [] : variantsOf(type).map((variant) => [...membersOf(variant)]);
}

/** The properties of elements and attributes as data. */
const XML_PROPERTIES: readonly (keyof XmlElement | keyof XmlAttribute)[] = [
  "name",
  "namespace",
  "attributes",
  "children",
  "value",
];

/** The properties that requests of the operation have, those of the objects in them included. */
export const propertiesIn = onceForEach(({ input }): ReadonlySet<string> => {
  const properties = new Set("body" in input ? ["body", "headers"] : []);
  const seen = new Set<TypeDescriptor>();
  const members: MemberDescriptor[] = "body" in input ? [input.body, input.headers] : [input];
  for (const member of members) {
    const type = member.kind === "element" || member.kind === "group" ? typeOf(member) : undefined;
    if (type === undefined || type.kind === "any") {
      for (const property of XML_PROPERTIES) {
        properties.add(property);
      }
    }
    if (type === undefined || seen.has(type)) {
      continue;
    }
    seen.add(type);
    if (type.kind === "array") {
      members.push(arrayItem(type));
    }
    if (type.kind === "polymorphic") {
      properties.add("$type");
    }
    for (const [property, inner] of variantsOf(type).flatMap((variant) => [...membersOf(variant)])) {
      properties.add(property);
      members.push(inner);
    }
  }
  return properties;
});

/** Reads the contract once for each operation, instead of at each call. */
function onceForEach<Value>(read: (operation: AnyOperation) => Value): (operation: AnyOperation) => Value {
  const known = new WeakMap<AnyOperation, Value>();
  return (operation) => cached(known, operation, () => read(operation));
}

const REQUIRED = ["deleteFolder", "deleteDownloadHandler", "authenticateUser"] as const;
const OPTIONAL = [
  "folderExists",
  "logOut",
  "getDownloadHandler",
  "getDownloadHandlerByVersion",
  "downloadZipWithHandler",
  "downloadFileChunk",
] as const;

/** The names of all that a client calls. */
export const STUBS = [...REQUIRED, ...OPTIONAL];

/** The stubs of this package, each imported by name so that bundlers leave out the others. */
const OWN_OPERATIONS: InfoRouterOperations = {
  authenticateUser,
  deleteDownloadHandler,
  deleteFolder,
  downloadFileChunk,
  downloadZipWithHandler,
  folderExists,
  getDownloadHandler,
  getDownloadHandlerByVersion,
  logOut,
};

/** @throws {InvalidInputError} A member is not a stub, or a required one is absent. */
export function checkOperations(operations: InfoRouterOperations = OWN_OPERATIONS): InfoRouterOperations {
  for (const name of STUBS) {
    const isRequired = REQUIRED.some((required) => required === name);
    const stub = operations?.[name];
    if (typeof stub !== "function" && (isRequired || stub !== undefined)) {
      throw new InvalidInputError(
        `options.operations.${name}`,
        `expected a generated stub${isRequired ? "" : ", or none"}, found ${stub === undefined ? "none" : typeof stub}; are these the stubs of another service? Generate them from infoRouter's WSDL`,
      );
    }
  }
  return operations;
}
