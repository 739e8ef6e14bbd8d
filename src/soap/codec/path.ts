import { SchemaError } from "../schema/schema-error.js";
import { XmlWriteError } from "../xml/write-xml.js";

/** Runs the action. Adds the step to the path of a SchemaError, and makes a SchemaError of an XmlWriteError. */
export function at<T>(step: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof XmlWriteError) {
      throw new SchemaError(error.message, [step]);
    }
    throw error instanceof SchemaError ? new SchemaError(error.reason, [step, ...error.path]) : error;
  }
}
