export { Client } from "soap/lib/client.js";
