import { DotNetException } from "./dotnet-exception.js";
import type { Argument, ParameterType } from "./operations.js";

/** `authenticationTicket`'s type and the like, in .NET's words. */
export const dotNetTypes: Readonly<Record<ParameterType, string>> = {
  string: "System.String",
  int: "System.Int32",
  boolean: "System.Boolean",
};

/** What a parameter is that the request does not have. */
export const defaults: Readonly<Record<ParameterType, Argument>> = { string: undefined, int: 0, boolean: false };

/**
 * Reads an argument; `true` and `false` as the two bindings know them: in SOAP as XML Schema has them, with 1 and 0; in
 * a form in any case.
 *
 * @throws {DotNetException} .NET's complaint about the text.
 */
export function readArgument(type: ParameterType, text: string, binding: "soap" | "form"): Argument {
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

function readBoolean(text: string, binding: "soap" | "form"): boolean {
  const [yes, no] =
    binding === "soap"
      ? [
          ["true", "1"],
          ["false", "0"],
        ]
      : [["true"], ["false"]];
  const value = binding === "soap" ? text : text.toLowerCase();
  if (yes?.includes(value) || no?.includes(value)) {
    return yes?.includes(value) ?? false;
  }
  const complaint =
    binding === "soap"
      ? `The string '${text}' is not a valid Boolean value.`
      : "String was not recognized as a valid Boolean.";
  throw new DotNetException("System.FormatException", complaint);
}
