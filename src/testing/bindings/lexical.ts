import type { Argument, ParameterType } from "../service/operations.js";
import { DotNetException } from "./dotnet-exception.js";

/** The .NET names of parameter types. */
export const dotNetTypes: Readonly<Record<ParameterType, string>> = {
  string: "System.String",
  int: "System.Int32",
  boolean: "System.Boolean",
};

/** The values of parameters that are absent from a request. */
export const defaults: Readonly<Record<ParameterType, Argument>> = { string: undefined, int: 0, boolean: false };

/** The spellings of booleans: XML Schema's in SOAP; .NET's, in any case, in forms. */
const booleans: Readonly<Record<Binding, ReadonlyMap<string, boolean>>> = {
  soap: new Map([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ]),
  form: new Map([
    ["true", true],
    ["false", false],
  ]),
};

type Binding = "soap" | "form";

/**
 * Reads an argument.
 *
 * @throws {DotNetException} .NET rejects the text.
 */
export function readArgument(type: ParameterType, text: string, binding: Binding): Argument {
  if (type === "string") {
    return text;
  }
  return type === "int" ? readInt32(text.trim()) : readBoolean(text.trim(), binding);
}

function readInt32(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new DotNetException("System.FormatException", "Input string was not in a correct format.");
  }
  const number = Number(text);
  if (number < -(2 ** 31) || number >= 2 ** 31) {
    throw new DotNetException("System.OverflowException", "Value was either too large or too small for an Int32.");
  }
  return number;
}

function readBoolean(text: string, binding: Binding): boolean {
  const value = booleans[binding].get(binding === "form" ? text.toLowerCase() : text);
  if (value === undefined) {
    const complaints = {
      soap: `The string '${text}' is not a valid Boolean value.`,
      form: "String was not recognized as a valid Boolean.",
    };
    throw new DotNetException("System.FormatException", complaints[binding]);
  }
  return value;
}
