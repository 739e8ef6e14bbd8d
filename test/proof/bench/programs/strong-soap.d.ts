/** The part of strong-soap that is measured; it has no types of its own. */
declare module "strong-soap" {
  export interface Client {
    setEndpoint(endpoint: string): void;
    DeleteFolder(request: object): Promise<{
      result: { DeleteFolderResult?: { response?: { $attributes?: { success?: string } } } };
    }>;
    GetDocuments(request: object): Promise<{
      result: { GetDocumentsResult?: { Document?: { Id?: unknown }[] } };
    }>;
  }
  const strongSoap: {
    soap: {
      createClient(url: string, options: object, callback: (error: unknown, client: Client) => void): void;
    };
  };
  export default strongSoap;
}
