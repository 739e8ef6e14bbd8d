import { ServiceError, SoapFaultError, TransportError, UnexpectedResponseError } from "../../../src/index.js";

export const facts = (outcome: "unknown" | "not-sent" | "rejected") => ({
  operation: "DeleteFolder",
  requestId: "1",
  outcome,
});
export const lost = (code = "ECONNRESET") => new TransportError(code, "lost", facts("unknown"));
export const notSent = (code = "ECONNREFUSED") => new TransportError(code, "not sent", facts("not-sent"));
export const unexpected = () =>
  new UnexpectedResponseError("NOT_SOAP", "a page", { httpStatus: 200 }, facts("unknown"));
export const refusal = (
  code: "ACCESS_DENIED" | "SESSION_EXPIRED" | "AUTHENTICATION_FAILED",
  operation = "DeleteFolder",
) => new ServiceError({ code, serviceMessage: "no", failedItems: [] }, { ...facts("rejected"), operation });
export const fault = () =>
  new SoapFaultError(
    { faultCode: "Server", faultSubcodes: [], reason: "x", reasons: [], actor: undefined },
    undefined,
    500,
    facts("unknown"),
  );
/** What a journal knows of an earlier run. */
export const earlier = { code: "PARTIAL", requestId: "8672ff33", at: "2026-01-01T00:00:00.000Z" };
