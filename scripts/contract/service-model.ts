/**
 * A WSDL and its schemas as plain data, with names resolved, imports followed, and groups and references expanded. The
 * reader makes it; the emitter and the comparison use it.
 *
 * The words are those of WSDL 1.1 and XML Schema 1.0.
 */
export interface ServiceModel {
  /** File name of the WSDL, without folder. */
  readonly document: string;
  /** SHA-256 of the WSDL and of what it imports, with the line ends of Unix and without byte order marks. */
  readonly fingerprint?: string;
  readonly targetNamespace: string;
  readonly documentation?: string;
  /** A WSDL with bindings but no service gets one service, named after the WSDL, with a port for each binding. */
  readonly services: readonly Service[];
  /**
   * Named types and global elements of all schemas, in the order of the documents. Those of well-known schemas (SOAP
   * encoding, `xml:`) follow, where something refers to them: every name leads to one of these, or to a built-in type.
   */
  readonly types: readonly NamedType[];
  readonly elements: readonly GlobalElement[];
  /** The warnings about the contract, and the parts that the model leaves out. Absent if there are none. */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface Diagnostic {
  /**
   * `left-out`: an operation, fault, header, port or type that refers to something undefined or contradicts itself, and so
   * is not in the model. `warning`: a mistake that is ignored, because no message depends on it.
   */
  readonly grade: "left-out" | "warning";
  /** The part that is left out: `operation Ask of port type Questions`. */
  readonly subject?: string;
  /** What was found, and what was expected. */
  readonly message: string;
  readonly position: Position;
}

export interface QName {
  readonly namespace: string;
  readonly name: string;
}

/** A position in a document, for errors and diagnostics. No declaration in generated code depends on it. */
export interface Position {
  /** Path of the document, relative to the WSDL's folder. */
  readonly document: string;
  readonly line: number;
  readonly column: number;
}

// WSDL

export interface Service {
  readonly name: string;
  readonly documentation?: string;
  /** The ports for SOAP over HTTP and for HTTP itself. Ports for other protocols are left out. */
  readonly ports: readonly Port[];
}

export interface Port {
  readonly name: string;
  readonly binding: QName;
  readonly portType: QName;
  /** Of the port, its binding and its port type. */
  readonly documentation?: string;
  /** HTTP bindings (`http-get`, `http-post`) are listed with their operations' names, and nothing is emitted for them. */
  readonly protocol: "soap11" | "soap12" | "http-get" | "http-post";
  /** As declared, without what may be secret. It is never used to connect. */
  readonly address?: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  /** `wsdl:operation` name; overloads share it and differ in `input.name`. */
  readonly name: string;
  readonly documentation?: string;
  readonly style: "document" | "rpc";
  readonly soapAction: string;
  readonly input: Message;
  /** Absent for a one-way operation. */
  readonly output?: Message;
  readonly faults: readonly Fault[];
  /** Its faults and headers that are left out of the model, where there are any. */
  readonly leftOut?: readonly Diagnostic[];
  readonly at: Position;
}

export interface Message {
  /** Name of `wsdl:input` or `wsdl:output`, or WSDL 1.1 §2.4.5's default for it. */
  readonly name: string;
  /** Absent for the input of a notification, which declares and sends nothing (WSDL 1.1 §2.4.4). */
  readonly message?: QName;
  readonly documentation?: string;
  /** Parts of the body, in the order of the binding's `parts` or of the message. */
  readonly body: readonly Part[];
  readonly use: "literal" | "encoded";
  /** Namespace of the rpc wrapper element (`soap:body namespace`). */
  readonly namespace?: string;
  readonly encodingStyle?: string;
  readonly headers: readonly HeaderPart[];
  /** Parts that a MIME binding puts beside the envelope (WSDL 1.1 §5), where there are any. */
  readonly attachments?: readonly string[];
}

export type Part = { readonly name: string; readonly documentation?: string } & (
  | { readonly element: QName; readonly type?: undefined }
  | { readonly type: QName; readonly element?: undefined }
);

export interface HeaderPart {
  readonly part: Part;
  readonly message: QName;
  readonly use: "literal" | "encoded";
  /** `soap:headerfault`: the headers of a fault that reports an error in this header. */
  readonly faults?: readonly HeaderPart[];
}

export interface Fault {
  readonly name: string;
  readonly documentation?: string;
  readonly use: "literal" | "encoded";
  /** The one part of the fault's message. */
  readonly part: Part;
}

// XML Schema

export type NamedType = (ComplexType | SimpleType) & { readonly name: QName };

/**
 * A type by name, built-in types (`{http://www.w3.org/2001/XMLSchema}int`) included, or an anonymous one: the same object
 * wherever the element, or the group around it, is referred to.
 */
export type TypeReference =
  | { readonly name: QName; readonly anonymous?: undefined }
  | { readonly anonymous: ComplexType | SimpleType; readonly name?: undefined };

export interface ComplexType {
  readonly kind: "complex";
  readonly name?: QName;
  readonly documentation?: string;
  readonly abstract: boolean;
  readonly mixed: boolean;
  /** By extension, `content` and `attributes` hold what is added; by restriction, the whole restricted content. */
  readonly derivation?: { readonly method: "extension" | "restriction"; readonly base: QName };
  readonly content: Content;
  readonly attributes: readonly AttributeUse[];
  /** The documented attribute groups, with the names of the attributes that each of them adds. */
  readonly attributeGroups?: readonly AttributeGroup[];
  readonly anyAttribute?: Wildcard;
  /** `soapenc:Array` restricted by `wsdl:arrayType`, or by a single repeated element. */
  readonly array?: { readonly item: TypeReference; readonly dimensions: string };
  readonly at: Position;
}

export type Content =
  | { readonly kind: "empty" }
  | { readonly kind: "particle"; readonly particle: GroupParticle }
  /** `xs:simpleContent`: text of this type. An extension of a complex type inherits the type of its text: absent. */
  | { readonly kind: "simple"; readonly type?: TypeReference };

export interface Occurrence {
  readonly min: number;
  readonly max: number | "unbounded";
}

export type Particle = ElementParticle | WildcardParticle | GroupParticle;

export interface ElementParticle extends Occurrence {
  readonly kind: "element";
  readonly name: QName;
  /** True where the element was given by `ref`: the name is that of a global element, which may head a substitution group. */
  readonly reference: boolean;
  /** A reference and its global element have the same object, so that elements may refer to each other in circles. */
  readonly type: TypeReference;
  readonly nillable: boolean;
  readonly default?: string;
  readonly fixed?: string;
  readonly constraints?: readonly IdentityConstraint[];
  readonly documentation?: string;
  readonly at: Position;
}

/** `xs:key`, `xs:unique` or `xs:keyref`: a rule about the elements below an element. */
export interface IdentityConstraint {
  readonly kind: "key" | "unique" | "keyref";
  readonly name: string;
  /** Local name of the key that a `keyref` refers to. */
  readonly refer?: string;
  /** XPath of the elements that the rule is about. */
  readonly selector: string;
  /** XPaths, from such an element, of the values that identify it. */
  readonly fields: readonly string[];
  readonly documentation?: string;
}

export interface WildcardParticle extends Occurrence, Wildcard {
  readonly kind: "any";
}

export interface Wildcard {
  /** `##any`, `##other`, or the namespaces allowed (`##targetNamespace` and `##local` resolved, the latter to `""`). */
  readonly namespaces: "##any" | "##other" | readonly string[];
  /** For `##other`: the namespace that it excludes. */
  readonly targetNamespace: string;
  readonly processContents: "strict" | "lax" | "skip";
  readonly documentation?: string;
}

export interface GroupParticle extends Occurrence {
  readonly kind: "sequence" | "choice" | "all";
  readonly particles: readonly Particle[];
  readonly documentation?: string;
}

export interface AttributeUse {
  readonly name: QName;
  readonly type: TypeReference;
  readonly required: boolean;
  readonly default?: string;
  readonly fixed?: string;
  readonly documentation?: string;
  readonly at: Position;
}

export interface AttributeGroup {
  readonly attributes: readonly QName[];
  readonly documentation: string;
}

export interface SimpleType {
  readonly kind: "simple";
  readonly name?: QName;
  readonly documentation?: string;
  readonly variety:
    | { readonly kind: "restriction"; readonly base: TypeReference; readonly facets: readonly Facet[] }
    | { readonly kind: "list"; readonly item: TypeReference }
    | { readonly kind: "union"; readonly members: readonly TypeReference[] };
  readonly at: Position;
}

export interface Facet {
  readonly kind:
    | "enumeration"
    | "pattern"
    | "length"
    | "minLength"
    | "maxLength"
    | "minInclusive"
    | "maxInclusive"
    | "minExclusive"
    | "maxExclusive"
    | "totalDigits"
    | "fractionDigits"
    | "whiteSpace";
  readonly value: string;
  readonly documentation?: string;
}

/** A global element. Parts and `ref`s name global elements, and substitution groups consist of them. */
export interface GlobalElement {
  readonly name: QName;
  readonly type: TypeReference;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly substitutionGroup?: QName;
  readonly default?: string;
  readonly fixed?: string;
  readonly constraints?: readonly IdentityConstraint[];
  readonly documentation?: string;
  readonly at: Position;
}
