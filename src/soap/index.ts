export { all, choice, optional, sequence } from "./content-model.js";
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
  type WithHeaders,
  withHeaders,
} from "./operation.js";
export {
  anyAttribute,
  anyElement,
  attribute,
  complexType,
  element,
  extension,
  group,
  type Member,
  type Members,
  mixed,
  polymorphic,
  type Reference,
  soapArray,
  text,
  type Wildcard,
} from "./schema.js";
export { SchemaError } from "./schema-error.js";
export type { CallOptions, SoapClient } from "./soap-client.js";
export type { XmlAttribute, XmlElement, XmlNode } from "./xml-element.js";
export { xs } from "./xsd-types.js";
