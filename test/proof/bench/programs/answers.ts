const LOG_ITEM = `<logitem path="/Finance/Reports/2024/Quarter 1/statement.pdf" status="success" message="" />`;

/** A confirmed deletion of at least so many bytes, most of them log items. */
export function answerOf(bytes: number): Buffer {
  const log = LOG_ITEM.repeat(Math.ceil(bytes / LOG_ITEM.length));
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><DeleteFolderResponse xmlns="http://tempuri.org/"><DeleteFolderResult><response success="true" error="" xmlns="">${log}</response></DeleteFolderResult></DeleteFolderResponse></soap:Body></soap:Envelope>`,
  );
}
