import { isTicket, type OperationName, operations, type ParameterType } from "../service/operations.js";
import type { StubOperation } from "./stub-operation.js";

export interface Parameter {
  readonly name: string;
  /** The name in requests. */
  readonly wireName: string;
  readonly type: ParameterType;
}

export interface ContractOperation {
  readonly name: OperationName;
  readonly parameters: readonly Parameter[];
}

/** The operations that the server publishes, by name, in order. */
export type Contract = ReadonlyMap<string, ContractOperation>;

/** The operations that `answer` added, by name. The SOAP bindings serve them; the WSDL does not publish them. */
export type AddedOperations = ReadonlyMap<string, StubOperation>;

/** The target namespace. */
export const TEMPURI = "http://tempuri.org/";

/** Returns the contract of `wsdl/srv.wsdl`, with another name for the ticket parameter if one is given. */
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
