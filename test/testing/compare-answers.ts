import { readXml } from "../../src/soap/xml/read-xml.js";
import type { XmlElement, XmlNode } from "../../src/soap/xml/xml-element.js";
import type { RawAnswer } from "./exchanges.js";

/**
 * An answer as far as two hosts must agree: status, media type, and the XML as canonical data, the text of exceptions
 * without stack traces. Pages for people are not compared, nor GUIDs, times and positions in a request.
 */
export interface ComparableAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly content: unknown;
}

export function comparable({ status, contentType, body }: RawAnswer): ComparableAnswer {
  const content = contentType.startsWith("text/html")
    ? "a page for people"
    : /xml/.test(contentType) && body !== ""
      ? canonical(readXml(body))
      : normalized(unescaped(body));
  return { status, contentType, content };
}

/**
 * The actual answer, in the expected one's words wherever those have a placeholder: Mono leaves `{0}` in the texts of
 * System.Web.Services, where .NET Framework, and the embedded server, put a name.
 */
export function withPlaceholders(actual: ComparableAnswer, expected: ComparableAnswer): ComparableAnswer {
  const text = JSON.stringify(expected.content);
  const pattern = text.replaceAll(/[\\^$.*+?()[\]|]/g, "\\$&").replaceAll(/\{\d\}/g, ".*?");
  const isLike = new RegExp(`^${pattern.replaceAll(/(?<!\\)[{}]/g, "\\$&")}$`, "s").test(
    JSON.stringify(actual.content),
  );
  return isLike ? { ...actual, content: expected.content } : actual;
}

function canonical({ name, namespace, attributes, children }: XmlElement): unknown {
  const hasElements = children.some((child) => typeof child !== "string");
  const isIndentation = (child: XmlNode): boolean => hasElements && typeof child === "string" && child.trim() === "";
  return {
    name: `{${namespace}}${name}`,
    attributes: attributes
      .map((attribute) => `${attribute.namespace}:${attribute.name}=${maskedValue(attribute.name, attribute.value)}`)
      .sort(),
    children: children
      .filter((child) => !isIndentation(child))
      .map((child) => (typeof child === "string" ? normalized(child) : canonical(child))),
  };
}

function maskedValue(name: string, value: string): string {
  return name === "ticket" || name === "downloadhandler"
    ? value.replace(/^[0-9a-f-]{36}$/, "a GUID")
    : name === "expireOn"
      ? value.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "a time")
      : value;
}

function normalized(text: string): string {
  return text
    .replaceAll(/\n\s+at [^\n]*/g, "")
    .replaceAll(/in XML document \(\d+, \d+\)/g, "in XML document")
    .replaceAll(/(System\.Xml\.XmlException:)[^\n]*/g, "$1")
    .replaceAll(/(detected from the client) \(.*\)/g, "$1")
    .trim();
}

function unescaped(text: string): string {
  return text
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
