import { isEmptyMessage } from "../../contract/model-index.js";
import type { Message } from "../../contract/service-model.js";
import type { StubDefinition } from "../print/definition.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { array, call, type Expression, object, quoted } from "../print/expression.js";
import { runtime, schemaOf, typeOf } from "../print/symbol.js";
import { genericType, namedType, plainType, runtimeType, type TypeExpression } from "../print/type-expression.js";
import { declareFaults, declareHeaders, documentPart, emitBody } from "./message.js";
import type { PlannedStub, ServicePlan } from "./service-plan.js";

/** The stub of an operation. Declares the messages of the operation that have no type in the contract. */
export function defineStub(stub: PlannedStub, plan: ServicePlan, isLenient: boolean): StubDefinition {
  const { operation, functionName, constantName, soapAction, soapAction12, versions } = stub;
  const { name, style, input, output, faults } = operation;
  const request = defineMessage(stub, input, "Request", plan);
  const declared = output === undefined ? undefined : defineMessage(stub, output, "Response", plan);
  const response = declared && isLenient ? leniently(declared) : declared;
  const details = faults.length === 0 ? undefined : defineFaults(stub, plan);
  const isEncoded = [input, output].some((message) => message?.use === "encoded");
  const returned = response?.whole ?? plainType("void");
  return {
    functionName,
    constantName,
    documentation: documentationOf(stub, isLenient && output !== undefined, plan),
    typeArguments: [
      request.whole,
      returned,
      ...(details === undefined ? [] : [namedType(typeOf(details.declaration))]),
    ],
    descriptor: object(
      [
        ["name", quoted(name)],
        ["soapAction", quoted(soapAction)],
        ["soapAction12", soapAction12 === undefined ? undefined : quoted(soapAction12)],
        ["versions", versions.length === 1 ? array(versions.map(quoted)) : undefined],
        ["style", style === "rpc" ? quoted(style) : undefined],
        ["use", isEncoded ? quoted("encoded") : undefined],
        ["input", request.member],
        ["output", response?.member],
        ["faults", details && object(details.members, true)],
      ],
      true,
    ),
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
  /** The type of the message, including its headers if it has any. */
  readonly whole: TypeExpression;
  readonly body: TypeExpression;
  readonly headers: TypeExpression | undefined;
  readonly member: Expression;
  /** Whether the body cannot hold anything, so that callers may omit it. */
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
  const isEmpty = isEmptyMessage(message, plan.index);
  const body = emitBody(message, style, wrapper, () => plan.declareMessage(stub, role), about, plan);
  if (message.headers.length === 0) {
    return { whole: body.type, body: body.type, headers: undefined, member: body.member, isEmpty };
  }
  const declaration = plan.declareMessage(stub, `${role}Headers`);
  declareHeaders(message.headers, declaration, `Header blocks of the ${role.toLowerCase()} of ${code(name)}.`, plan);
  const headers = namedType(typeOf(declaration));
  return {
    whole: genericType("WithHeaders", body.type, headers),
    body: body.type,
    headers,
    member: call(runtime("withHeaders"), body.member, schemaOf(declaration)),
    isEmpty,
  };
}

/** A response whose members may be missing or null. */
function leniently(message: DefinedMessage): DefinedMessage {
  const body = genericType("Lenient", message.body);
  const headers = message.headers && genericType("Lenient", message.headers);
  const whole = headers === undefined ? body : genericType("WithHeaders", body, headers);
  return { ...message, whole, body, headers, member: call(runtime("lenient"), message.member) };
}

function defineFaults(stub: PlannedStub, plan: ServicePlan) {
  const { name, faults } = stub.operation;
  const declaration = plan.declareMessage(stub, "Faults");
  const about = `Details of the faults that ${code(name)} declares, by the names of the faults.`;
  return { declaration, members: declareFaults(faults, declaration, about, plan) };
}

function documentationOf(
  { operation, portType, soapAction, soapAction12, versions }: PlannedStub,
  isLenient: boolean,
  plan: ServicePlan,
): string {
  const { name, documentation, input, output, faults, style } = operation;
  const actions = [soapAction, soapAction12 ?? ""].filter((action) => action !== "").map(code);
  const action = actions.length === 0 ? "" : `; SOAPAction ${actions.join(", with SOAP 1.2 ")}`;
  const throws = faults.map((fault) => {
    const text = paragraphs(escapeDocumentation(fault.documentation), documentPart(fault.part, plan));
    const detail = `@throws {SoapFaultError} with the detail ${code(fault.name)}`;
    return text === "" ? detail : tag(`${detail}:`, text);
  });
  const tags = [
    tag("@param request", documentMessage(input, style, plan)),
    tag("@returns", output === undefined ? "" : documentMessage(output, style, plan)),
    ...throws,
  ];
  const only = versions.length === 1 ? `; SOAP ${versions[0]} only` : "";
  const about = `Operation ${code(name)} of ${code(portType)}${only}${action}.`;
  const leniency = isLenient ? "Any member of the response may be missing or null: it is read leniently." : "";
  return paragraphs(
    escapeDocumentation(documentation),
    about,
    leniency,
    attachmentsOf(operation),
    leftOutOf(operation),
    tags.filter(Boolean).join("\n"),
  );
}

/** The documentation of a message, and of the element that is its whole body. */
function documentMessage({ documentation, body }: Message, style: string, plan: ServicePlan): string {
  const [part, ...others] = body;
  const isWhole = style === "document" && part !== undefined && others.length === 0;
  return paragraphs(escapeDocumentation(documentation), isWhole ? documentPart(part, plan) : "");
}

/** A TSDoc tag with a text on one line; nothing without the text. */
function tag(name: string, text: string): string {
  return text === "" ? "" : `${name} ${text.replace(/\s+/g, " ")}`;
}

/** The MIME attachments of the messages, which the run time neither sends nor reads. */
function attachmentsOf({ input, output }: PlannedStub["operation"]): string {
  const sent = input.attachments?.map(code).join(", ");
  const received = output?.attachments?.map(code).join(", ");
  const sentences = [
    sent === undefined ? "" : `The request is sent without its attachments ${sent}.`,
    received === undefined ? "" : `A response with its attachments ${received} is rejected.`,
  ];
  return sentences.filter(Boolean).join("\n");
}

/** A sentence for each header and fault that is left out. */
function leftOutOf({ leftOut = [] }: PlannedStub["operation"]): string {
  return leftOut
    .map(({ subject = "", message }) => {
      const [, kind = "", name = ""] = /^(\w+) (\S*)/.exec(subject) ?? [];
      return `The ${kind} ${code(name)} of the contract is left out: ${escapeDocumentation(message)}.`;
    })
    .join("\n");
}
