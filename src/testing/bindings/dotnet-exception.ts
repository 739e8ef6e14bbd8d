/** An exception of the host. Its text is that of .NET's `Exception.ToString()`, which ASMX returns in faults. */
export class DotNetException extends Error {
  override readonly name = "DotNetException";
  readonly type: string;
  readonly inner: DotNetException | undefined;

  constructor(type: string, message: string, inner?: DotNetException) {
    super(message);
    this.type = type;
    this.inner = inner;
  }

  /** Writes one line of stack trace where the host would write many. */
  override toString(): string {
    const inner = this.inner ? ` ---> ${this.inner}\n   --- End of inner exception stack trace ---` : "";
    return `${this.type}: ${this.message}${inner}\n  at Srv`;
  }
}

/** ASMX throws this type itself; a service throws it to report a fault of the client. */
export const SOAP_EXCEPTION = "System.Web.Services.Protocols.SoapException";

export function soapException(message: string, inner?: DotNetException): DotNetException {
  return new DotNetException(SOAP_EXCEPTION, message, inner);
}
