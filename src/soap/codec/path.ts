import { SchemaError } from "../schema/schema-error.js";
import { Later, type Work } from "../xml/slices.js";
import { XmlWriteError } from "../xml/write-xml.js";

/**
 * Runs the action, and the work of a {@link Later} that it returns. Adds the step to the path of a SchemaError, and makes a SchemaError
 * of an XmlWriteError.
 */
export function at<T>(step: string, action: () => T): T {
  try {
    const value = action();
    return value instanceof Later ? (new Later(workAt(step, value)) as T) : value;
  } catch (error) {
    throw below(step, error);
  }
}

function* workAt(step: string, { work }: Later): Work<unknown> {
  try {
    return yield* work;
  } catch (error) {
    throw below(step, error);
  }
}

function below(step: string, error: unknown): unknown {
  if (error instanceof XmlWriteError) {
    return new SchemaError(error.message, [step]);
  }
  return error instanceof SchemaError ? new SchemaError(error.reason, [step, ...error.path]) : error;
}
