/**
 * The run time that generated stubs stand on.
 *
 * @module inforouter-soap-client/soap
 */

/** The zod that schemas are made with; stubs take it from here, so that it is the same one. */
export { z } from "zod";
export type { CallOptions } from "./call-options.js";
export { all, choice, type Group, type Particle, sequence } from "./content-model.js";
export type { SoapSecurity, SoapVersion } from "./engine.js";
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
export type { Member, Members, Name, Wildcard } from "./member.js";
export { type NodeTransport, type NodeTransportOptions, nodeTransport } from "./node-transport.js";
export {
  type DeclaredFault,
  decodeFaultDetail,
  decodeRequest,
  decodeResponse,
  type EncodedMessage,
  encodeRequest,
  encodeResponse,
  type Message,
  type Operation,
  type Use,
  type WithHeaders,
} from "./operation.js";
export {
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
  type Reference,
  repeated,
  soapArray,
  text,
  withHeaders,
} from "./schema.js";
export { SchemaError } from "./schema-error.js";
export type { SoapClientOptions } from "./settings.js";
export { enumeration, type Facets, list, restriction, union } from "./simple-types.js";
export { createSoapClient, type SoapClient } from "./soap-client.js";
export {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js";
export { attributeOf, elementsOf, textOf, type XmlAttribute, type XmlElement, type XmlNode } from "./xml-element.js";
export { xs } from "./xsd-types.js";
