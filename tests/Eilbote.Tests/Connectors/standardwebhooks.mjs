// Asks the reference library whether a signature is right; the moment is that of the message.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, payload } = JSON.parse(readFileSync(0, "utf8"));
Date.now = () => Number(headers["webhook-timestamp"]) * 1000;
globalThis.Date = class extends Date { constructor(...args) { super(...(args.length ? args : [Number(headers["webhook-timestamp"]) * 1000])); } };
try {
  new Webhook(secret).verify(payload, headers);
  console.log("verified");
} catch (error) {
  console.log("refused: " + error.message);
}
