import { operationOf, type Stub, takesTicket } from "../operations.js";
import type { XmlElement, XmlNode } from "../soap/xml/xml-element.js";
import type { AnyHandler, ResultContent, ResultElement, ServerSession } from "./answer.js";
import { DotNetException } from "./bindings/dotnet-exception.js";
import { resultForm, type StubOperation, type StubRequest, type StubResult } from "./bindings/stub-operation.js";
import type { Convention } from "./service/operations.js";
import { Refusal } from "./service/refusal.js";
import type { InfoRouterService, Outcome } from "./service/service.js";
import type { Session } from "./service/sessions.js";

const convention: Convention = { root: "response", success: { success: "true" }, failure: { success: "false" } };

/** The operations that `answer` added by their stubs. */
export class AddedOperations {
  readonly byName = new Map<string, StubOperation>();
  readonly #handlers = new Map<StubOperation, AnyHandler>();
  readonly #sessions = new WeakMap<Session, ServerSession>();
  readonly #service: InfoRouterService;

  constructor(service: InfoRouterService) {
    this.#service = service;
  }

  /** @throws {TypeError} The stub is not a generated one, or the handler is not a function. */
  add(stub: Stub<never, unknown>, handler: AnyHandler): void {
    const operation: StubOperation = operationOf(stub);
    if (typeof handler !== "function") {
      throw new TypeError(`answer: expected a function that handles ${operation.name}`);
    }
    this.byName.set(operation.name, operation);
    this.#handlers.set(operation, handler);
    this.#service.executions[operation.name] ??= 0;
  }

  /** Runs the handler of an operation, or throws the programmed error instead. */
  call(
    operation: StubOperation,
    { ticket, request, values }: StubRequest,
    instead: ((values: StubRequest["values"]) => Error) | undefined,
  ): Outcome<StubResult> {
    const { name } = operation;
    return this.#service.attempt<StubResult>({ name, convention, values, instead }, () => {
      const session = takesTicket(operation) ? this.#sessionOf(ticket) : undefined;
      return this.#toResult(operation, run(this.#handlers.get(operation), request, session));
    });
  }

  #sessionOf(ticket: string | undefined): ServerSession {
    const session = this.#service.sessions.open(ticket);
    const known = this.#sessions.get(session) ?? {
      ticket: session.ticket,
      user: session.user.name,
      isAdministrator: session.user.administrator === true,
    };
    this.#sessions.set(session, known);
    return known;
  }

  #toResult(operation: StubOperation, returned: unknown): StubResult {
    const form = resultForm(operation);
    if (form === "bytes" || form === "simple" || form === "none") {
      return { value: returned };
    }
    const { name: root = convention.root, attributes = {}, elements = [], text }: ResultContent = Object(returned);
    const isTextAlone = text !== undefined && elements.length === 0 && Object.keys(attributes).length === 0;
    if (form === "text" && isTextAlone) {
      return { value: text };
    }
    const { error, ...others } = attributes;
    const answer = { attributes: definedIn(others), children: childrenOf({ elements, text }) };
    if (error !== undefined && error !== "") {
      throw new Refusal(String(error), answer);
    }
    return { element: this.#service.success(operation.name, { ...convention, root }, answer) };
  }
}

/** @throws {DotNetException} The handler throws, or returns a promise: a refusal in it would count as a success. */
function run(handler: AnyHandler | undefined, request: object, session: ServerSession | undefined): unknown {
  try {
    const returned = handler?.(request, session);
    if (returned instanceof Promise) {
      // Its error would end the process.
      returned.catch(() => {});
      throw new Error("answer: expected a handler that returns the result itself, found one that returns a promise");
    }
    return returned;
  } catch (error) {
    throw new DotNetException("System.Exception", error instanceof Error ? error.message : String(error));
  }
}

function definedIn(attributes: NonNullable<ResultElement["attributes"]>): Record<string, string> {
  const defined = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined.map(([name, value]) => [name, String(value)]));
}

function childrenOf({ elements = [], text = "" }: Pick<ResultElement, "elements" | "text">): XmlNode[] {
  return [...(text === "" ? [] : [text]), ...elements.map(toXmlElement)];
}

function toXmlElement({ name, attributes = {}, ...content }: ResultElement): XmlElement {
  const written = Object.entries(definedIn(attributes)).map(([key, value]) => ({ name: key, namespace: "", value }));
  return { name, namespace: "", attributes: written, children: childrenOf(content) };
}
