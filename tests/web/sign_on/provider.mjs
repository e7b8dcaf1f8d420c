// A certified OpenID provider (oidc-provider) on a free port of this machine, for the tests.
// Its people come as JSON in the first argument: {login: {claims, amr}}. Nobody has a password.

import { createServer } from "node:http";
import Provider from "oidc-provider";

const people = JSON.parse(process.argv[2]);
const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "schakel",
      client_secret: "a-secret-of-the-tests-only",
      redirect_uris: ["http://127.0.0.1/inloggen/extern/terug"],
      post_logout_redirect_uris: ["http://127.0.0.1/uitgelogd"],
    },
  ],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified", "roles"] },
  cookies: { keys: ["a-key-of-the-tests-only"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Grant: 600, Interaction: 600, Session: 600, AccessToken: 60, IdToken: 60 },
  findAccount: (_ctx, sub) => people[sub] && {
    accountId: sub,
    claims: () => ({ sub, ...people[sub].claims }),
  },
  // Nobody is asked for consent: the organisation gave it for all.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

// The tests serve the program on a port that nobody knows beforehand.
const onAnyPort = (known) => (address) =>
  known.includes(address.replace(/^http:\/\/127\.0\.0\.1:\d+/, "http://127.0.0.1"));
provider.Client.prototype.redirectUriAllowed = function (address) {
  return onAnyPort(this.redirectUris)(address);
};
provider.Client.prototype.postLogoutRedirectUriAllowed = function (address) {
  return onAnyPort(this.postLogoutRedirectUris)(address);
};

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  if (ctx.method === "GET") {
    ctx.type = "html";
    ctx.body = `<!doctype html><html lang="nl"><title>Organisatie</title><form method="post">
      <label>Naam <input name="login"></label> <button>Verder</button></form></html>`;
    return undefined;
  }
  let body = "";
  for await (const piece of ctx.req) body += piece;
  const accountId = new URLSearchParams(body).get("login");
  const result = people[accountId]
    ? { login: { accountId, amr: people[accountId].amr } }
    : { error: "access_denied" };
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, result);
  return undefined;
});

server.on("request", provider.callback());
console.log(`ready ${issuer}`);
