import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { resolveReference } from "../../contract/model-index.js";
import type { Message } from "../../contract/service-model.js";
import { schemaOf, typeOf } from "../print/declaration.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import { call, type Expression, object, quoted, runtime } from "../print/expression.js";
import { flatType, namedType, plainType, type TypeExpression } from "../print/type-expression.js";
import { useBody, useFaults, useHeaders } from "./message.js";
import type { PlannedStub, ServicePlan } from "./plan.js";
import { runtimeType } from "./type.js";

/** What the file of an operation says besides its types. */
export interface StubDefinition {
  readonly stub: PlannedStub;
  readonly documentation: string;
  /** What the operation's descriptor is of: request, response, and faults if it declares any. */
  readonly typeArguments: readonly TypeExpression[];
  readonly descriptor: Expression;
  readonly parameters: readonly Parameter[];
  readonly returnType: TypeExpression;
  /** What the stub hands to the client as the request. */
  readonly argument: string;
}

interface Parameter {
  readonly name: string;
  readonly type: TypeExpression;
  readonly isOptional?: boolean;
  readonly initializer?: string;
}

/** Declares an operation's messages, as far as they are not among the types of the contract, and its stub. */
export function defineStub(stub: PlannedStub, plan: ServicePlan): StubDefinition {
  const { operation, soapAction, soapAction12 } = stub;
  const { name, style, input, output, faults } = operation;
  const request = defineMessage(stub, input, "Request", plan);
  const response = output === undefined ? undefined : defineMessage(stub, output, "Response", plan);
  const details = faults.length === 0 ? undefined : defineFaults(stub, plan);
  const descriptor: (readonly [string, Expression])[] = [
    ["name", quoted(name)],
    ["soapAction", quoted(soapAction)],
    ...optionalEntry("soapAction12", soapAction12 === undefined ? undefined : quoted(soapAction12)),
    ...optionalEntry("style", style === "rpc" ? quoted(style) : undefined),
    ...optionalEntry(
      "use",
      [input, output].some((message) => message?.use === "encoded") ? quoted("encoded") : undefined,
    ),
    ["input", request.member],
    ...optionalEntry("output", response?.member),
    ...optionalEntry("faults", details && object(details.members, true)),
  ];
  const returned = response?.whole ?? plainType("void");
  return {
    stub,
    documentation: documentationOf(stub),
    typeArguments: [
      request.whole,
      returned,
      ...(details === undefined ? [] : [namedType(typeOf(details.declaration))]),
    ],
    descriptor: object(descriptor, true),
    parameters: [
      { name: "soap", type: runtimeType("SoapClient") },
      { name: "request", type: request.body, ...(request.isEmpty && { initializer: "{}" }) },
      ...(request.headers === undefined ? [] : [{ name: "headers", type: request.headers, initializer: "{}" }]),
      { name: "options", type: runtimeType("CallOptions"), isOptional: true },
    ],
    returnType: returned,
    argument: request.headers === undefined ? "request" : "{ body: request, headers }",
  };
}

interface DefinedMessage {
  /** The message as a whole, with its headers if it has any. */
  readonly whole: TypeExpression;
  readonly body: TypeExpression;
  readonly headers: TypeExpression | undefined;
  readonly member: Expression;
  readonly isEmpty: boolean;
}

function defineMessage(
  stub: PlannedStub,
  message: Message,
  role: "Request" | "Response",
  plan: ServicePlan,
): DefinedMessage {
  const { name, style } = stub.operation;
  const wrapper = { namespace: message.namespace ?? "", name: role === "Request" ? name : `${name}${role}` };
  const about = `${role} of ${code(name)}.`;
  const isEmpty = isEmptyMessage(message, plan);
  const body = useBody(message, style, wrapper, () => plan.declareMessage(stub, role), about, plan);
  if (message.headers.length === 0) {
    return { whole: body.type, body: body.type, headers: undefined, member: body.member, isEmpty };
  }
  const declaration = plan.declareMessage(stub, `${role}Headers`);
  useHeaders(message.headers, declaration, `Header blocks of the ${role.toLowerCase()} of ${code(name)}.`, plan);
  const headers = namedType(typeOf(declaration));
  return {
    whole: {
      members: [`WithHeaders<${flatType(body.type)}, ${flatType(headers)}>`],
      uses: [{ name: "WithHeaders", source: "runtime", isType: true }, ...body.type.uses, ...headers.uses],
    },
    body: body.type,
    headers,
    member: call(runtime("withHeaders"), body.member, schemaOf(declaration)),
    isEmpty,
  };
}

function defineFaults(stub: PlannedStub, plan: ServicePlan) {
  const { name, faults } = stub.operation;
  const declaration = plan.declareMessage(stub, "Faults");
  const about = `Details of the faults that ${code(name)} declares, by the names of the faults.`;
  return { declaration, members: useFaults(faults, declaration, about, plan) };
}

function documentationOf({ operation, portType, soapAction, soapAction12 }: PlannedStub): string {
  const { name, documentation, faults } = operation;
  const actions = [soapAction, soapAction12 ?? ""].filter((action) => action !== "").map(code);
  const action = actions.length === 0 ? "" : `; SOAPAction ${actions.join(", with SOAP 1.2 ")}`;
  const throws = faults.map((fault) => {
    const text =
      fault.documentation === undefined ? "" : `: ${escapeDocumentation(fault.documentation).replace(/\s+/g, " ")}`;
    return `@throws {SoapFaultError} with the detail ${code(fault.name)}${text}`;
  });
  return [
    documentation && escapeDocumentation(documentation),
    `Operation ${code(name)} of ${code(portType)}${action}.`,
    attachmentsOf(operation),
    throws.join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** What there is besides the envelope, and what becomes of it. */
function attachmentsOf({ input, output }: PlannedStub["operation"]): string {
  const sent = input.attachments?.map(code).join(", ");
  const received = output?.attachments?.map(code).join(", ");
  return [
    sent === undefined ? "" : `The request is sent without its attachments ${sent}.`,
    received === undefined ? "" : `A response that brings its attachments ${received} is refused.`,
  ]
    .filter(Boolean)
    .join("\n");
}

/** Whether the message's body can hold nothing, so that a caller need not say so. */
function isEmptyMessage({ body: [part] }: Message, { index }: ServicePlan): boolean {
  const element = part?.element && index.elements.get(expandedName(part.element));
  const type = element && resolveReference(element.type, index);
  if (type?.kind !== "complex") {
    return part === undefined;
  }
  const isPlain = !type.mixed && !type.abstract && type.derivation === undefined && type.array === undefined;
  return isPlain && type.content.kind === "empty" && type.attributes.length === 0 && type.anyAttribute === undefined;
}

function optionalEntry<T>(key: string, value: T | undefined): (readonly [string, T])[] {
  return value === undefined ? [] : [[key, value]];
}
