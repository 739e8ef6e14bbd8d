import { SECRET_MEMBERS } from "../../soap/client/settings.js";
import { redactMessage } from "../../soap/secrets/redact-message.js";
import { atOnce } from "../../soap/xml/slices.js";
import type { XmlElement } from "../../soap/xml/xml-element.js";
import type { InfoRouterContents } from "./contents.js";
import { type Dialect, type Language, wordingOf } from "./dialect.js";
import { DownloadHandlers } from "./download-handlers.js";
import {
  type Argument,
  type Arguments,
  type Convention,
  type OperationName,
  operations,
  type Services,
} from "./operations.js";
import { type Answer, Refusal } from "./refusal.js";
import { Repository } from "./repository.js";
import { Sessions } from "./sessions.js";

/** How answers spell success. An absent member keeps the spelling of the operation's documentation page. */
export interface SuccessSpelling {
  /** Name of the root element. */
  readonly root?: "response" | "root" | "Response" | undefined;
  /** Value of the attribute `success`. */
  readonly success?: "true" | "True" | "TRUE" | undefined;
  /** Whether there is an attribute `error=""`. */
  readonly error?: "absent" | "empty" | undefined;
  /** The attribute `errorCode`. Default `"zero"` in the dialect `"errorCode"`, else `"absent"`. */
  readonly errorCode?: "absent" | "empty" | "zero" | undefined;
}

export interface ServiceOptions extends InfoRouterContents {
  readonly minimumChunkSize: number;
  readonly ticketLifetimeInMs: number;
  readonly now: () => number;
  readonly spelling: SuccessSpelling;
  readonly dialect: Dialect;
  readonly language: Language;
}

/** The operations on the state of one infoRouter. Independent of HTTP and SOAP. */
export class InfoRouterService implements Services {
  readonly repository: Repository;
  readonly sessions: Sessions;
  readonly handlers = new DownloadHandlers();
  readonly minimumChunkSize: number;
  readonly executions = Object.fromEntries(Object.keys(operations).map((name) => [name, 0])) as Executions;
  readonly #spelling: SuccessSpelling;
  readonly #dialect: Dialect;
  readonly #language: Language;

  constructor(options: ServiceOptions) {
    const today = new Date(options.now()).toISOString().slice(0, 10);
    this.repository = new Repository(options, today);
    this.sessions = new Sessions(options, options.ticketLifetimeInMs, options.now);
    this.minimumChunkSize = options.minimumChunkSize;
    this.#spelling = options.spelling;
    this.#dialect = options.dialect;
    this.#language = options.language;
  }

  /**
   * Executes an operation, or throws the programmed error instead.
   *
   * @throws {DotNetException} The answer is a soap:Fault.
   */
  call(
    name: OperationName,
    values: Arguments,
    instead?: (values: Arguments) => Error,
  ): Outcome<{ element: XmlElement }> {
    const { convention, run } = operations[name];
    return this.attempt({ name, convention, values, instead }, () => ({
      element: this.success(name, convention, run(this, values) ?? {}),
    }));
  }

  /** Executes `run`, or throws the programmed error instead. Turns a refusal into an answer. */
  attempt<Result>(
    { name, convention, values, instead }: Attempt,
    run: () => Result,
  ): Outcome<Result | { element: XmlElement }> {
    try {
      if (instead !== undefined) {
        throw instead(values);
      }
      const result = run();
      this.executions[name] = (this.executions[name] ?? 0) + 1;
      return { ...result, error: undefined };
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      const dialect = this.#dialectOf(name);
      const worded = wordingOf(error.message, dialect, this.#language);
      const attributes = { ...convention.failure, ...(dialect === "errorCode" && { success: "false" }), ...worded };
      return { element: element(convention.root, attributes, error.answer), error: worded.error };
    }
  }

  /** Returns the element that reports success. */
  success(name: string, convention: Convention, answer: Answer): XmlElement {
    return success(convention, this.#spelling, this.#dialectOf(name), answer);
  }

  #dialectOf(name: string): Dialect {
    // Its documentation page still has [900].
    return name === "AuthenticateUser" ? "brackets" : this.#dialect;
  }
}

/** How often each operation was executed. */
export type Executions = Record<OperationName, number> & Record<string, number>;

interface Attempt {
  readonly name: string;
  readonly convention: Convention;
  readonly values: Arguments;
  readonly instead: ((values: Arguments) => Error) | undefined;
}

/** The result of an operation, and the text of its error if it refused. */
export type Outcome<Result> = Result & { readonly error: string | undefined };

/** The arguments without tickets and passwords, also in those that are XML. */
export function withoutSecrets(values: Arguments): Record<string, Argument> {
  const shown = Object.entries(values).filter(([name]) => !/ticket|pass|pwd|secret/i.test(name));
  return Object.fromEntries(shown.map(([name, value]) => [name, isXml(value) ? withoutSecretsIn(value) : value]));
}

function isXml(value: Argument): value is string {
  return typeof value === "string" && value.includes("<");
}

function withoutSecretsIn(text: string): string {
  return atOnce(redactMessage(text, [], SECRET_MEMBERS));
}

function success(convention: Convention, spelling: SuccessSpelling, dialect: Dialect, answer: Answer): XmlElement {
  const attributes: Record<string, string> = { ...convention.success, success: spelling.success ?? "true" };
  const error = spelling.error ?? (dialect === "errorCode" ? "empty" : undefined);
  if (error === "empty") {
    attributes["error"] = "";
  }
  if (error === "absent") {
    delete attributes["error"];
  }
  const errorCode = spelling.errorCode ?? (dialect === "errorCode" ? "zero" : "absent");
  if (errorCode !== "absent") {
    attributes["errorCode"] = errorCode === "zero" ? "0" : "";
  }
  return element(spelling.root ?? convention.root, attributes, answer);
}

function element(name: string, attributes: Readonly<Record<string, string>>, answer: Answer): XmlElement {
  return {
    name,
    namespace: "",
    attributes: Object.entries({ ...attributes, ...answer.attributes }).map(([attribute, value]) => ({
      name: attribute,
      namespace: "",
      value: String(value),
    })),
    children: answer.children ?? [],
  };
}
