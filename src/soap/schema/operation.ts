import type { Member, MemberDescriptor, Members } from "./member.js";

/** A version of SOAP. */
export type SoapVersion = "1.1" | "1.2";

/** An operation of a service. `Faults` are the fault details that it declares, by their names in the contract. */
export interface Operation<Request, Response, Faults extends object = object> {
  /** Name in the contract. */
  readonly name: string;
  /** The SOAPAction. */
  readonly soapAction: string;
  /** The SOAPAction for SOAP 1.2, if it differs. */
  readonly soapAction12?: string;
  /** The versions of SOAP that the contract has bindings for. Default: both. */
  readonly versions?: readonly SoapVersion[];
  /** Default `"document"`. */
  readonly style?: "rpc" | "document";
  /** Default `"literal"`. */
  readonly use?: Use;
  /** The request. */
  readonly input: Message<Request>;
  /** Absent for a one-way operation. */
  readonly output?: Message<Response>;
  /** The fault details that the contract declares. */
  readonly faults?: Members<Faults>;
}

/** Whether a message follows its schema literally, or is SOAP-encoded: with the type of each element (SOAP 1.1 §5). */
export type Use = "literal" | "encoded";

/** The content of a message's body, or of its body and header. */
export type Message<T> = Member<T> | MessageWithHeaders<T>;

/** A value for the body, and one for the header. */
export interface WithHeaders<Body, Headers> {
  /** The value for the body. */
  readonly body: Body;
  /** The value for the header. */
  readonly headers: Headers;
}

interface MessageWithHeaders<T> {
  readonly body: MemberDescriptor;
  readonly headers: MemberDescriptor;
  readonly isLenient?: boolean;
  /** Never set, as in {@link Member}. */
  readonly invariant?: (value: T) => T;
}
