import type { InfoRouterOperations } from "inforouter-soap-client";
import {
  type CallOptions,
  complexType,
  createSoapClient,
  element,
  type Operation,
  type SoapClient,
  xs,
} from "inforouter-soap-client/soap";

interface Note {
  attachment?: Uint8Array | undefined;
  text: string;
}

const NoteSchema = complexType<Note>({
  attachment: element("http://tempuri.org/", "Attachment", xs.base64Binary.optional()),
  text: element("http://tempuri.org/", "Text", xs.string),
});

export const addNoteOperation: Operation<Note, Note> = {
  name: "AddNote",
  soapAction: "http://tempuri.org/AddNote",
  input: element("http://tempuri.org/", "AddNote", NoteSchema),
  output: element("http://tempuri.org/", "AddNoteResponse", NoteSchema),
};

export function addNote(soap: SoapClient, request: Note, options?: CallOptions): Promise<Note> {
  return soap.call(addNoteOperation, request, options);
}

export const soap: SoapClient = createSoapClient({ endpoint: "https://dms.example.com/srv.asmx" });

// @ts-expect-error Stubs of another service are not those that the client calls.
export const operations: InfoRouterOperations = { addNote };
