import { isTicket, type OperationName, operations, type ParameterType } from "../service/operations.js";
import type { StubOperation } from "./stub-operation.js";

export interface Parameter {
  readonly name: string;
  /** As requests spell it. */
  readonly wireName: string;
  readonly type: ParameterType;
}

export interface ContractOperation {
  readonly name: OperationName;
  readonly parameters: readonly Parameter[];
}

/** The operations that the server publishes, by name, in order. */
export type Contract = ReadonlyMap<string, ContractOperation>;

/** The operations that were added by their stubs, by name. They are called over SOAP, and not published. */
export type AddedOperations = ReadonlyMap<string, StubOperation>;

/** The target namespace. */
export const TEMPURI = "http://tempuri.org/";

/** The contract of `wsdl/srv.wsdl`, or one whose operations all spell their ticket's parameter in another way. */
export function contractOf(ticketParameter: string | undefined): Contract {
  const names = Object.keys(operations) as OperationName[];
  return new Map(
    names.map((name) => {
      const parameters = Object.entries(operations[name].parameters).map(([parameter, type]) => {
        const wireName = isTicket(parameter) ? (ticketParameter ?? parameter) : parameter;
        return { name: parameter, wireName, type };
      });
      return [name, { name, parameters }];
    }),
  );
}
