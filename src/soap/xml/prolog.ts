import type { Refuse } from "./xml-names.js";

/** XML 1.0 §2.8. */
const XML_DECLARATION =
  /<\?xml[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(?:"(1\.\d+)"|'(1\.\d+)')(?:[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[\t\n\r ]+standalone[\t\n\r ]*=[\t\n\r ]*(?:"(?:yes|no)"|'(?:yes|no)'))?[\t\n\r ]*\?>/y;

/** Where the XML declaration ends that begins the text; 0 if none does. */
export function endOfXmlDeclaration(text: string, refuse: Refuse): number {
  if (!/^<\?xml[\t\n\r ?]/.test(text.slice(0, 6))) {
    return 0;
  }
  XML_DECLARATION.lastIndex = 0;
  const [declaration, version, sameVersion = version] =
    XML_DECLARATION.exec(text) ?? refuse("the XML declaration is malformed");
  if (sameVersion !== "1.0") {
    refuse(`expected XML 1.0, found version ${sameVersion}`);
  }
  return declaration.length;
}

/** Where a document type declaration ends that begins at the offset; undefined if nowhere. */
export function endOfDoctype(text: string, start: number): number | undefined {
  // XML 1.0 §2.8: quoted texts, comments and instructions may hold brackets that mean nothing.
  const token = /"[^"]*(?:"|$)|'[^']*(?:'|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|[[\]>]/g;
  token.lastIndex = start;
  let isInSubset = false;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === ">" && !isInSubset) {
      return token.lastIndex;
    }
    isInSubset = found[0] === "[" || (isInSubset && found[0] !== "]");
  }
  return undefined;
}
