import { SchemaError } from "../schema/schema-error.js";
import { XmlWriteError } from "../xml/write-xml.js";

/** Runs the action, and adds the step to the path of a SchemaError that it throws. */
export function at<T>(step: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw within(step, error);
  }
}

/** The error with the step before its path. An error of the XML writer becomes a SchemaError; any other one is unchanged. */
export function within(step: string, error: unknown): unknown {
  if (error instanceof XmlWriteError) {
    return new SchemaError(error.message, [step]);
  }
  return error instanceof SchemaError ? new SchemaError(error.reason, [step, ...error.path]) : error;
}
