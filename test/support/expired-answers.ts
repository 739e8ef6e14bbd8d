/** How the service refuses a ticket that has expired: as older and newer servers do, and in other languages. */
export const EXPIRED: readonly (readonly [name: string, element: string])[] = [
  ["[901]", '<response success="false" error="[901] Session expired or Invalid ticket" />'],
  ["[901] in Turkish", '<response error="[901]Oturumun süresi doldu" />'],
  ["4010", '<response success="false" error="Session expired or invalid ticket" errorCode="4010" />'],
  ["4010 in German", '<response errorcode="4010" error="Sitzung abgelaufen" success="false" />'],
];
