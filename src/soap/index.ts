/**
 * The run time of generated stubs.
 *
 * @module inforouter-soap-client/soap
 */

/** Stubs import zod from here, so that they share one copy with the run time. */
export { z } from "zod";
export type { CallOptions } from "./client/call-options.js";
export type { FailureEvent, Log, LogEvent, RequestEvent, ResponseEvent } from "./client/request-log.js";
export type { SoapClientOptions } from "./client/settings.js";
export { createSoapClient, type SoapClient } from "./client/soap-client.js";
export {
  type FaultReason,
  InfoRouterError,
  InvalidInputError,
  isInfoRouterError,
  type Outcome,
  type ScrubbedCause,
  SoapFaultError,
  TransportError,
  type UnexpectedResponseCode,
  UnexpectedResponseError,
} from "./errors.js";
export { type NodeTransport, type NodeTransportOptions, nodeTransport } from "./http/node-transport.js";
export { proxyAgent } from "./http/proxy-agent.js";
export {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./http/transport.js";
export {
  type DeclaredFault,
  decodeFaultDetail,
  decodeRequest,
  decodeResponse,
  type EncodedMessage,
  encodeRequest,
  encodeResponse,
} from "./message/messages.js";
export type { SoapSecurity } from "./message/security.js";
export { xs } from "./schema/built-in-types.js";
export type { Lazy as Reference } from "./schema/lazy.js";
export { type Lenient, lenient } from "./schema/lenient.js";
export type { Member, Members, Name, Wildcard } from "./schema/member.js";
export type { Message, Operation, SoapVersion, Use, WithHeaders } from "./schema/operation.js";
export { all, choice, type Group, type Particle, sequence } from "./schema/particle.js";
export { SchemaError } from "./schema/schema-error.js";
export { enumeration, type Facets, list, restriction, union } from "./schema/simple-types.js";
export { soapArray } from "./schema/soap-array.js";
export {
  accessor,
  anyAttribute,
  anyElement,
  attribute,
  complexType,
  element,
  extension,
  group,
  mixed,
  nillable,
  optional,
  polymorphic,
  repeated,
  text,
  withHeaders,
} from "./schema/types.js";
export {
  attributeOf,
  elementsOf,
  textOf,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
} from "./xml/xml-element.js";
