/**
 * How refusals carry their number: `"brackets"`, `[901] text`, as older servers do and as the pages of AuthenticateUser
 * and of the handlers still have it; `"errorCode"`, an attribute, with which newer servers also mark successes as 0.
 */
export type Dialect = "brackets" | "errorCode";

/** Language of the refusals' texts. Only the English ones are the service's; the others are made up for tests. */
export type Language = "en" | "tr" | "de";

/** What a refusal of the older pages has become. */
interface Wording {
  readonly errorCode: number;
  /** The newer English text, where it is another one than after the brackets. */
  readonly en?: string;
  readonly tr?: string;
  readonly de?: string;
}

/** By the text of the older pages. A text that is not here is a 4000, and in English. */
const wordings: Readonly<Record<string, Wording>> = {
  "[900] Authentication failed": {
    // What the newer page of DeleteFolder has for a caller without a ticket.
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

/** A refusal as the server words it. */
export interface Worded {
  readonly error: string;
  /** Absent in brackets. */
  readonly errorCode?: string;
}

/** The refusal, given in the text of the older pages, in a dialect and a language. */
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

/** All refusals that have a wording of their own, by the text of the older pages. */
export function allWordings(dialect: Dialect, language: Language): Record<string, Worded> {
  return Object.fromEntries(Object.keys(wordings).map((error) => [error, wordingOf(error, dialect, language)]));
}
