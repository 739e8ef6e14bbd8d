/** An exception of the host, written as .NET's `Exception.ToString()` does: ASMX puts just that into its answers. */
export class DotNetException extends Error {
  override readonly name = "DotNetException";
  readonly type: string;
  readonly inner: DotNetException | undefined;

  constructor(type: string, message: string, inner?: DotNetException) {
    super(message);
    this.type = type;
    this.inner = inner;
  }

  /** With a stack trace of one line where the host would show many. */
  override toString(): string {
    const inner = this.inner ? ` ---> ${this.inner}\n   --- End of inner exception stack trace ---` : "";
    return `${this.type}: ${this.message}${inner}\n  at Srv`;
  }
}

/** What ASMX itself throws, and what a service throws to blame the client. */
export const SOAP_EXCEPTION = "System.Web.Services.Protocols.SoapException";

export function soapException(message: string, inner?: DotNetException): DotNetException {
  return new DotNetException(SOAP_EXCEPTION, message, inner);
}
