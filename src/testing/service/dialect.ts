/**
 * How refusals give their number. `"brackets"`: `[901] text`, as older servers do, and as the pages of AuthenticateUser and
 * of the handlers still document. `"errorCode"`: an attribute; newer servers also return it as 0 with each success.
 */
export type Dialect = "brackets" | "errorCode";

/** Language of the texts of refusals. The English texts are infoRouter's; the others were invented for tests. */
export type Language = "en" | "tr" | "de";

/** The newer number and texts of a refusal. */
interface Wording {
  readonly errorCode: number;
  /** The newer English text, if it differs from the one after the brackets. */
  readonly en?: string;
  readonly tr?: string;
  readonly de?: string;
}

/** By the text of the older pages. An unlisted text has the number 4000, and is always English. */
const wordings: Readonly<Record<string, Wording>> = {
  "[900] Authentication failed": {
    // The newer page of DeleteFolder documents this for a caller without a ticket.
    errorCode: 4041,
    en: "User not found",
    tr: "Kullanıcı bulunamadı",
    de: "Benutzer nicht gefunden",
  },
  "[901] Session expired or Invalid ticket": {
    errorCode: 4010,
    en: "Session expired or invalid ticket",
    tr: "Oturumun süresi doldu veya bilet geçersiz",
    de: "Sitzung abgelaufen oder Ticket ungültig",
  },
  "Folder not found": { errorCode: 4041, tr: "Klasör bulunamadı", de: "Ordner nicht gefunden" },
  "Folder not found.": { errorCode: 4041, tr: "Klasör bulunamadı.", de: "Ordner nicht gefunden." },
  "Document not found": { errorCode: 4041 },
  "[115] Domain not found": { errorCode: 4041 },
  "Access denied.": { errorCode: 4030, tr: "Erişim engellendi.", de: "Zugriff verweigert." },
  "Access denied": { errorCode: 4030, tr: "Erişim engellendi", de: "Zugriff verweigert" },
  "[1573] Only the system administrator can perform this operation": { errorCode: 4200 },
  "Folder name already exists": { errorCode: 4090 },
  "Document is checked out": { errorCode: 4230, tr: "Belge kilitli", de: "Das Dokument ist ausgecheckt" },
  "Offline document error": { errorCode: 4230 },
  "Top-level domain cannot be deleted": {
    errorCode: 4000,
    tr: "Üst düzey alan silinemez",
    de: "Eine Bibliothek kann nicht gelöscht werden",
  },
  "bad Request": { errorCode: 4000, tr: "Geçersiz istek", de: "Ungültige Anfrage" },
};

/** The attributes of a refusal. */
export interface Worded {
  readonly error: string;
  /** Absent in the dialect `"brackets"`. */
  readonly errorCode?: string;
}

/** Translates a refusal from the text of the older pages to a dialect and a language. */
export function wordingOf(error: string, dialect: Dialect, language: Language): Worded {
  const wording = wordings[error];
  const [brackets = ""] = /^\[\d+\]\s*/.exec(error) ?? [];
  const text = (language === "en" ? undefined : wording?.[language]) ?? error.slice(brackets.length);
  return dialect === "brackets"
    ? { error: `${brackets}${text}` }
    : {
        error: (language === "en" ? wording?.en : undefined) ?? text,
        errorCode: String(wording?.errorCode ?? 4000),
      };
}

/** Returns all listed refusals, by the text of the older pages. */
export function allWordings(dialect: Dialect, language: Language): Record<string, Worded> {
  return Object.fromEntries(Object.keys(wordings).map((error) => [error, wordingOf(error, dialect, language)]));
}
