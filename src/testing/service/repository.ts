import { bytesOf, documentOptions, type InfoRouterContents, type UserOptions } from "./contents.js";
import { Refusal } from "./refusal.js";

export interface Document {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly Uint8Array[];
  readonly contentType: string;
  readonly modified: string;
  readonly checkedOut: boolean;
  readonly offline: boolean;
}

export interface Folder {
  readonly id: number;
  readonly name: string;
  /** By lower-case name: names are case-insensitive. */
  readonly folders: Map<string, Folder>;
  readonly documents: Map<string, Document>;
}

/** A document and its path. */
export interface PlacedDocument {
  readonly path: string;
  readonly document: Document;
}

/** The names in a path, without slashes and backslashes. */
type Segments = readonly string[];

/** The tree of libraries, folders and documents, with the rules for changing it. Independent of tickets. */
export class Repository {
  readonly #root: Folder = newFolder(0, "");
  readonly #disallowFolderDelete: readonly Segments[];
  #lastId = 100;

  constructor({ folders = [], documents = {}, disallowFolderDelete = [] }: InfoRouterContents, today: string) {
    this.#disallowFolderDelete = disallowFolderDelete.map(segmentsOf);
    for (const path of folders) {
      this.#makeFolder(segmentsOf(path));
    }
    for (const [path, value] of Object.entries(documents)) {
      const segments = segmentsOf(path);
      const options = documentOptions(value);
      const document: Document = {
        name: lastOf(segments),
        versions: [...(options.earlierVersions ?? []), options.content].map(bytesOf),
        contentType: options.contentType ?? "application/octet-stream",
        modified: options.modified ?? today,
        checkedOut: options.checkedOut ?? false,
        offline: options.offline ?? false,
      };
      this.#makeFolder(parentOf(segments)).documents.set(keyOf(document.name), document);
    }
  }

  /** Sorted paths of all folders and libraries. */
  get folders(): string[] {
    return [...foldersBelow(this.#root, "")].sort();
  }

  /** Sorted paths of all documents. */
  get documents(): string[] {
    return [...documentsBelow(this.#root, "")].map(({ path }) => path).sort();
  }

  hasFolder(path: string | undefined): boolean {
    const segments = segmentsOf(path);
    return segments.length > 0 && this.#folder(segments) !== undefined;
  }

  document(path: string | undefined): Document | undefined {
    return this.#document(segmentsOf(path));
  }

  /** Returns the document at a path, or all documents of the folder there. `inZip` is relative to the parent. */
  documentsAt(path: string): { readonly inZip: string; readonly placed: PlacedDocument }[] {
    const segments = segmentsOf(path);
    const parent = `/${parentOf(segments).join("/")}`.replace(/\/$/, "");
    const document = this.#document(segments);
    const folder = segments.length > 0 ? this.#folder(segments) : undefined;
    const placed = document
      ? [{ path: `${parent}/${document.name}`, document }]
      : folder
        ? [...documentsBelow(folder, `${parent}/${folder.name}`)]
        : [];
    return placed.map((one) => ({ inZip: one.path.slice(parent.length + 1), placed: one }));
  }

  /** DeleteFolder. Deletes the folder with its contents, or nothing. */
  deleteFolder(path: string | undefined, user: UserOptions): void {
    const segments = segmentsOf(path);
    const folder = segments.length > 0 ? this.#folder(segments) : undefined;
    if (folder === undefined) {
      throw new Refusal("Folder not found");
    }
    if (segments.length === 1) {
      throw new Refusal("Top-level domain cannot be deleted");
    }
    const touches = (other: Segments): boolean => covers(segments, other) || covers(other, segments);
    const hasCheckedOut = [...documentsBelow(folder, "")].some(({ document }) => document.checkedOut);
    const isReadOnly = (user.readOnly ?? []).map(segmentsOf).some(touches);
    const isAllowed = user.administrator || !(hasCheckedOut || isReadOnly);
    if (!isAllowed || this.#disallowFolderDelete.some(touches)) {
      throw new Refusal("Access denied.");
    }
    this.#folder(parentOf(segments))?.folders.delete(keyOf(folder.name));
  }

  /** DeleteDomain. The caller checks the user. */
  deleteLibrary(name: string | undefined): void {
    const segments = segmentsOf(name);
    if (segments.length !== 1 || !this.#root.folders.delete(keyOf(lastOf(segments)))) {
      throw new Refusal("[115] Domain not found");
    }
  }

  /** CreateFolder. Cleans the name, and creates missing parents. */
  createFolder(path: string | undefined, user: UserOptions): Folder {
    const asked = segmentsOf(path);
    if (asked.length === 1) {
      throw new Refusal("Root level folders cannot be created");
    }
    if (asked.length === 0 || this.#folder(asked.slice(0, 1)) === undefined) {
      throw new Refusal("Folder not found.");
    }
    refuseReadOnly(asked, user);
    const segments = [...parentOf(asked), cleaned(lastOf(asked))];
    if (this.#folder(segments) !== undefined) {
      throw new Refusal("Folder name already exists");
    }
    return this.#makeFolder(segments);
  }

  deleteDocument(path: string | undefined, user: UserOptions): void {
    const segments = segmentsOf(path);
    const document = this.#document(segments);
    if (document === undefined) {
      throw new Refusal("Document not found");
    }
    refuseReadOnly(segments, user);
    this.#folder(parentOf(segments))?.documents.delete(keyOf(document.name));
  }

  #folder(segments: Segments): Folder | undefined {
    let folder: Folder | undefined = this.#root;
    for (const segment of segments) {
      folder = folder?.folders.get(keyOf(segment));
    }
    return folder;
  }

  #document(segments: Segments): Document | undefined {
    return segments.length < 2 ? undefined : this.#folder(parentOf(segments))?.documents.get(keyOf(lastOf(segments)));
  }

  #makeFolder(segments: Segments): Folder {
    let folder = this.#root;
    for (const name of segments) {
      const next: Folder = folder.folders.get(keyOf(name)) ?? newFolder(++this.#lastId, name);
      folder.folders.set(keyOf(name), next);
      folder = next;
    }
    return folder;
  }
}

function newFolder(id: number, name: string): Folder {
  return { id, name, folders: new Map(), documents: new Map() };
}

function* foldersBelow(folder: Folder, path: string): Iterable<string> {
  for (const child of folder.folders.values()) {
    yield `${path}/${child.name}`;
    yield* foldersBelow(child, `${path}/${child.name}`);
  }
}

function* documentsBelow(folder: Folder, path: string): Iterable<PlacedDocument> {
  for (const document of folder.documents.values()) {
    yield { path: `${path}/${document.name}`, document };
  }
  for (const child of folder.folders.values()) {
    yield* documentsBelow(child, `${path}/${child.name}`);
  }
}

function refuseReadOnly(segments: Segments, { administrator = false, readOnly = [] }: UserOptions): void {
  if (!administrator && readOnly.some((other) => covers(segmentsOf(other), segments))) {
    throw new Refusal("Access denied");
  }
}

/** Whether the first path equals the second or contains it. */
function covers(above: Segments, below: Segments): boolean {
  return above.every((name, index) => keyOf(name) === keyOf(below[index] ?? ""));
}

/** CreateFolder's page, "The name is cleaned before it is used". */
function cleaned(name: string): string {
  return name
    .replaceAll(/[/\\:*?"<>|#\t%&+]/g, "_")
    .replaceAll(/\.{2,}/g, ".")
    .replaceAll(/ {2,}/g, " ")
    .replaceAll(/^\.+|\.+$/g, "")
    .trim();
}

function segmentsOf(path: string | undefined): Segments {
  return (path ?? "").split(/[/\\]/).filter((segment) => segment !== "");
}

function parentOf(segments: Segments): Segments {
  return segments.slice(0, -1);
}

function lastOf(segments: Segments): string {
  return segments.at(-1) ?? "";
}

function keyOf(name: string): string {
  return name.toLowerCase();
}
