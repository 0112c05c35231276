// A certified OpenID provider (npm oidc-provider) for the tests, as a process of its own: its people
// and their groups are set by the test while it runs.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

/** A signing key of the given kind, as JWK with its private part. */
function key(kind, kid) {
  const options = kind === "RS256" ? ["rsa", { modulusLength: 2048 }]
    : kind === "ES256" ? ["ec", { namedCurve: "P-256" }] : ["ed25519", {}];
  const { privateKey } = generateKeyPairSync(...options);
  return { ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: kind };
}

/**
 * Starts a provider that lets `base` (where Luister is) in as client.
 * `people`: by account id the claims they have; may be changed while it runs.
 */
export async function startProvider(base, people) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let handler;
  // While answers are held back, browsers are kept here and the test has what they would bring.
  const held = { on: false, url: undefined };
  server.on("request", (request, reply) => {
    if (request.url === "/held") return reply.end("<title>held</title><main>held</main>");
    const set = reply.setHeader.bind(reply);
    reply.setHeader = (name, value) => {
      if (held.on && name.toLowerCase() === "location" && value.startsWith(`${base()}/login/sso/callback`)) {
        held.url = value;
        return set(name, `${issuer}/held`);
      }
      return set(name, value);
    };
    return handler(request, reply);
  });
  /** (Re)builds the provider with new keys; sessions and codes are forgotten. */
  const renew = (kinds = ["RS256"], alg = kinds[0]) => {
    const provider = new Provider(issuer, {
      clients: [{
        client_id: "luister", client_secret: "a secret of sixteen + more: &%",
        redirect_uris: [`${base()}/login/sso/callback`],
        post_logout_redirect_uris: [`${base()}/login`],
        id_token_signed_response_alg: alg,
      }],
      jwks: { keys: kinds.map((kind, i) => key(kind, `${kind}-${Date.now()}-${i}`)) },
      cookies: { keys: ["a key for the tests"] },
      pkce: { required: () => true },
      claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
      features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: id, ...people[id] }),
      }),
    });
    handler = provider.callback();
    return provider;
  };
  renew();
  return { issuer, renew, held, stop: () => { server.closeAllConnections(); server.close(); } };
}
