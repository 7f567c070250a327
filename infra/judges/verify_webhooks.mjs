// Reads the webhooks that `python -m tests.support.signed_webhooks FILE` wrote, and has the npm library judge them: each
// verifies with each of its secrets, and none does once anything of it is changed.
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const FOREIGN = "whsec_" + Buffer.alloc(32, 0x5a).toString("base64");
const SIX_MINUTES = 6 * 60;

const webhooks = JSON.parse(readFileSync(process.argv[2], "utf8"));
const objections = [];
let refusals = 0;

function moved(headers, seconds) {
  return { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + seconds) };
}

// A signature that is right, on a timestamp that is not: only the library's sense of time can refuse it.
function signedAt(secret, headers, body, seconds) {
  const late = moved(headers, seconds);
  const at = new Date(Number(late["webhook-timestamp"]) * 1000);
  return { ...late, "webhook-signature": new Webhook(secret).sign(headers["webhook-id"], at, body) };
}

function* tampered(secret, headers, body) {
  yield ["another body", secret, headers, body.replace('"type"', '"typo"')];
  yield ["a body with a space more", secret, headers, body + " "];
  yield ["another id", secret, { ...headers, "webhook-id": headers["webhook-id"] + "0" }, body];
  yield ["a second earlier", secret, moved(headers, -1), body];
  yield ["an old timestamp", secret, signedAt(secret, headers, body, -SIX_MINUTES), body];
  yield ["a timestamp of the future", secret, signedAt(secret, headers, body, SIX_MINUTES), body];
  yield ["another secret", FOREIGN, headers, body];
  for (const missing of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    yield [`no ${missing}`, secret, Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing)), body];
  }
}

for (const { name, headers, body: encoded, secrets } of webhooks) {
  const body = Buffer.from(encoded, "base64").toString("utf8");
  for (const secret of secrets) {
    try {
      const payload = new Webhook(secret).verify(body, headers);
      if (payload.type !== JSON.parse(body).type) objections.push(`${name}: something else was verified`);
    } catch (error) {
      objections.push(`${name}: refused (${error.message})`);
    }
    for (const [how, key, changed, text] of tampered(secret, headers, body)) {
      try {
        new Webhook(key).verify(text, changed);
        objections.push(`${name}: accepted with ${how}`);
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
        refusals += 1;
      }
    }
  }
}

if (webhooks.length === 0) objections.push("there was nothing to verify");
for (const objection of objections) console.log(objection);
console.log(`${webhooks.length} webhooks verified, ${refusals} changed ones refused`);
process.exit(objections.length === 0 ? 0 : 1);
