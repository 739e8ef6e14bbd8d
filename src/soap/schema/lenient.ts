import type { XmlElement } from "../xml/xml-element.js";
import type { Member } from "./member.js";
import type { Message, WithHeaders } from "./operation.js";

type Plain = string | number | bigint | boolean | null | undefined | Uint8Array | XmlElement;

/** A `T` as read from a server that breaks its contract: any member may be missing or null. */
export type Lenient<T> = T extends Plain
  ? T
  : T extends readonly (infer Item)[]
    ? (Lenient<Item> | null)[]
    : { [Property in keyof T as Exclude<Property, "$type">]?: Lenient<T[Property]> | null | undefined } & Pick<
        T,
        Extract<keyof T, "$type">
      >;

/**
 * A response that is read leniently. Members may be missing, be nil, and stand in any order; elements and attributes that
 * the contract does not declare are passed over. A value that is present must have its type.
 */
export function lenient<T>(message: Member<T>): Member<Lenient<T>>;
export function lenient<Body, Headers>(
  message: Message<WithHeaders<Body, Headers>>,
): Message<WithHeaders<Lenient<Body>, Lenient<Headers>>>;
export function lenient(message: object): object {
  return { ...message, isLenient: true };
}
