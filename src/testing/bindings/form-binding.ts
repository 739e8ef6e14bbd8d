import { decodeText } from "../../soap/xml/decode-text.js";
import { escapeText, writeXml } from "../../soap/xml/write-xml.js";
import type { Argument, Arguments, ParameterType } from "../service/operations.js";
import type { Contract, ContractOperation, Parameter } from "./contract.js";
import { DotNetException } from "./dotnet-exception.js";
import { type Call, type HttpAnswer, type HttpRequest, htmlPage, mediaTypeOf } from "./http-message.js";
import { dotNetTypes, readArgument } from "./lexical.js";

const FORM = "application/x-www-form-urlencoded";

/**
 * ASMX's HTTP GET and HTTP POST bindings: `/srv.asmx/DeleteFolder` with the arguments in the query or in a form.
 *
 * The answer is the operation's element alone, as a document. Errors are .NET's exceptions as plain text.
 */
export function answerForm(request: HttpRequest, name: string, contract: Contract, call: Call): HttpAnswer {
  if (request.method !== "GET" && request.method !== "POST") {
    return htmlPage(500, `Request format is unrecognized for URL unexpectedly ending in '/${escapeText(name)}'.`);
  }
  try {
    const operation = requireOperation(name, contract);
    const values = readArguments(operation.parameters, formOf(request));
    const element = call(request.method === "GET" ? "http-get" : "http-post", operation.name, values);
    const body = `<?xml version="1.0" encoding="utf-8"?>\n${writeXml(element)}`;
    return { status: 200, contentType: "text/xml; charset=utf-8", body };
  } catch (error) {
    if (!(error instanceof DotNetException)) {
      throw error;
    }
    const body = escapeText(`${error}`).replaceAll('"', "&quot;").replaceAll("'", "&#39;");
    return { status: 500, contentType: "text/plain; charset=utf-8", body };
  }
}

function requireOperation(name: string, contract: Contract): ContractOperation {
  const operation = contract.get(name);
  if (operation !== undefined) {
    return operation;
  }
  const similar = [...contract.keys()].find((key) => key.toLowerCase() === name.toLowerCase());
  throw similar === undefined
    ? new DotNetException("System.InvalidOperationException", `${name} Web Service method name is not valid.`)
    : new DotNetException(
        "System.ArgumentException",
        `Invalid method name '${name}',  method names are case sensitive.   The method name '${similar}' with the ` +
          "same name but different casing was found.\nParameter name: methodName",
      );
}

function formOf({ method, query, contentType, body }: HttpRequest): URLSearchParams {
  if (method === "GET") {
    return validated(new URLSearchParams(query), "QueryString");
  }
  if (mediaTypeOf(contentType) !== FORM) {
    throw new DotNetException("System.InvalidOperationException", `Request format is invalid: ${contentType}.`);
  }
  return validated(new URLSearchParams(decodeText(body, contentType)), "Form");
}

/** ASP.NET's request validation: what looks like the start of a tag or of a character reference is refused. */
function validated(form: URLSearchParams, collection: string): URLSearchParams {
  for (const [name, value] of form) {
    if (/<[a-z!]|&#/i.test(value)) {
      const message = `A potentially dangerous Request.${collection} value was detected from the client (${name}="${value}").`;
      throw new DotNetException("System.Web.HttpRequestValidationException", message);
    }
  }
  return form;
}

/** Names are compared without regard to case, and values given twice are joined by commas, as ASP.NET does. */
function readArguments(parameters: readonly Parameter[], form: URLSearchParams): Arguments {
  const texts = new Map<string, string[]>();
  for (const [name, value] of form) {
    texts.set(name.toLowerCase(), [...(texts.get(name.toLowerCase()) ?? []), value]);
  }
  return Object.fromEntries(
    parameters.map(({ name, wireName, type }) => {
      const values = texts.get(wireName.toLowerCase());
      if (values === undefined) {
        throw new DotNetException("System.InvalidOperationException", `Missing parameter: ${wireName}.`);
      }
      return [name, convert(values.join(","), type)];
    }),
  );
}

function convert(text: string, type: ParameterType): Argument {
  try {
    return readArgument(type, text, "form");
  } catch (error) {
    if (!(error instanceof DotNetException)) {
      throw error;
    }
    const message = `Cannot convert ${text} to ${dotNetTypes[type]}.\nParameter name: type`;
    throw new DotNetException("System.ArgumentException", message, error);
  }
}
