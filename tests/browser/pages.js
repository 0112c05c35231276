// Every page there is, as the program itself lists them, with an address of each in the world that
// world.js fills. A page without an address fails: nobody adds one that nobody looks at.
import assert from "node:assert/strict";
import { routes } from "./browser.js";

/** Addresses that answer with something else than a page, and what. */
const NO_PAGES = [
  [/^\/api\/v1\//, "the API"], [/^\/scim\//, "for identity providers"], [/^\/assets\//, "files of pages"], [/\.(csv|xlsx|pdf|svg|js)$/, "a file"],
  [/\/charts\/\{file\}$/, "a picture"], [/\/live$/, "a stream"], [/^\/(livez|readyz|metrics)$/, "for machines"],
  [/\/blocks$/, "a part of a page"], [/\/drivers\/(ready|what-if)$/, "a part of a page"],
  // A mail in a frame of the preview, where no script may run: it is seen there.
  [/\/preview\/mail$/, "a part of a page"],
  [/^\/login\/sso\/(callback|\{id\})$/, "on the way to and from a provider"],
];

/** Which file looks at which pages, by the shape of their routes. */
export const GROUPS = {
  ask: /^\/(surveys|import)(\/|$)/,
  plan: /^\/(programmes|rules|accounts|contacts)(\/|$)/,
  act: /^\/(work|cases|actions|improvements|effect|api|heard|login|password|p|r|u|w|setup|shared|invite)(\/|$)/,
  tell: /^\/((dashboards|targets|coaching|reports|understand)(\/|$)|$)/,
  settings: /^\/settings(\/|$)/,
};

const WITHOUT_LOGIN = [/^\/(setup|login|password|r|p|u|w|heard|shared|invite)(\/|$)/, /^\/api\/docs(\/|$)/];

/**
 * An address of each page by the pattern of its route; several where one pattern shows several things.
 * `as`: whom to log in as; `to`: where it leads; `from`: another server than the filled one.
 */
function addresses({ ids, fresh }) {
  const survey = `/surveys/${ids.survey}`;
  const programme = `/programmes/${ids.programme}`;
  const connector = `/settings/connectors/${ids.connector}`;
  const webhook = `/settings/webhooks/${ids.webhook}`;
  const board = `/dashboards/${ids.board}`;
  const person = `/settings/people/${ids.people.anna}`;
  return {
    "/": ["/", ...["dirk", "lena", "anna"].map((as) => ({ path: "/", as }))],
    "/accounts": ["/accounts", { path: "/accounts", as: "anna" }], "/accounts/new": ["/accounts/new"], "/accounts/{id}": [`/accounts/${ids.account}`],
    "/accounts/{id}/edit": [`/accounts/${ids.account}/edit`],
    "/actions": ["/actions"], "/actions/new": ["/actions/new"], "/actions/{id}": [`/actions/${ids.action}`], "/actions/{id}/edit": [`/actions/${ids.action}/edit`],
    "/api/docs": ["/api/docs"], "/api/docs/{noun}": ["/api/docs/cases", "/api/docs/accounts", "/api/docs/description"],
    "/cases": ["/cases", { path: "/cases", as: "anna" }], "/cases/causes": ["/cases/causes"], "/cases/new": ["/cases/new"], "/cases/settings": ["/cases/settings"],
    "/cases/unowned": ["/cases/unowned"], "/cases/{id}": [`/cases/${ids.case}`],
    "/coaching": ["/coaching", { path: "/coaching", as: "lena" }],
    "/coaching/{id}": [{ path: `/coaching/${ids.coaching}`, as: "lena" }, { path: `/coaching/${ids.coaching}`, as: "anna" }],
    "/coaching/{id}/answers": [{ path: `/coaching/${ids.coaching}/answers`, as: "lena" }],
    "/contacts": ["/contacts"], "/contacts/do-not-contact": ["/contacts/do-not-contact"], "/contacts/duplicates": ["/contacts/duplicates"],
    "/contacts/import": ["/contacts/import"], "/contacts/import/{file}": [ids.contactImport], "/contacts/new": ["/contacts/new"],
    "/contacts/{id}": [`/contacts/${ids.contact}`], "/contacts/{id}/edit": [`/contacts/${ids.contact}/edit`], "/contacts/{id}/timeline": [`/contacts/${ids.contact}/timeline`],
    "/dashboards": ["/dashboards", { path: "/dashboards", as: "dirk" }], "/dashboards/{id}": [`${board}?all=1`, { path: `${board}?all=1`, as: "anna" }, `${board}?attribute=industry:Care&compare=industry:Retail`, `${board}?period=last-12-months&compare=before`],
    "/dashboards/{id}/edit": [`${board}/edit`], "/dashboards/{id}/share": [`${board}/share`], "/dashboards/{id}/wall": [`${board}/wall`],
    "/effect": ["/effect"],
    "/heard": [{ path: "/heard", to: ids.heard.split("/").slice(0, 3).join("/") }], "/heard/{workspace}": [ids.heard.split("/").slice(0, 3).join("/")], "/heard/{workspace}/{slug}": [ids.heard],
    "/import": ["/import"], "/import/{file}": [ids.newImport],
    "/improvements": ["/improvements"], "/improvements/new": ["/improvements/new"], "/improvements/{id}": [`/improvements/${ids.improvement}`],
    "/improvements/{id}/close": [`/improvements/${ids.improvement}/close`], "/improvements/{id}/edit": [`/improvements/${ids.improvement}/edit`],
    "/login": ["/login"], "/login/code": [{ path: "/login/code", to: "/login" }, { path: "/login/code", as: "halfway" }], "/login/sso/{id}/out": [`/login/sso/${ids.sso}/out`],
    "/p/{token}": [ids.personal], "/p/{token}/x": [`${ids.personal}/x`],
    "/password/forgot": ["/password/forgot"], "/password/reset/{token}": [ids.reset],
    "/programmes": ["/programmes"], "/programmes/budget": ["/programmes/budget"], "/programmes/calendar": ["/programmes/calendar"],
    "/programmes/outreach": ["/programmes/outreach"], "/programmes/sources": ["/programmes/sources"],
    "/programmes/{id}": [programme, `/programmes/${ids.ticket}`], "/programmes/{id}/contacts": [`${programme}/contacts`], "/programmes/{id}/edit": [`${programme}/edit`],
    "/programmes/{id}/preview": [`${programme}/preview`], "/programmes/{id}/report": [`${programme}/report`],
    "/r/{token}": [ids.public],
    "/reports": ["/reports"], "/reports/new": [`/reports/new?survey=${ids.survey}`], "/reports/{id}/edit": [`/reports/${ids.report}/edit`],
    "/rules": ["/rules"], "/rules/new": ["/rules/new"], "/rules/{id}": [`/rules/${ids.rule}`], "/rules/{id}/edit": [`/rules/${ids.rule}/edit`], "/rules/{id}/open-cases": [`/rules/${ids.rule}/open-cases`],
    "/settings": ["/settings", { path: "/settings", as: "anna" }], "/settings/accounts": ["/settings/accounts"], "/settings/audit": ["/settings/audit"],
    "/settings/connectors": ["/settings/connectors"], "/settings/connectors/new": ["/settings/connectors/new?system=afas", "/settings/connectors/new?system=salesforce"],
    "/settings/connectors/{id}": [connector], "/settings/connectors/{id}/edit": [`${connector}/edit`], "/settings/connectors/{id}/gone": [`${connector}/gone`],
    "/settings/connectors/{id}/mapping/{stream}": [`${connector}/mapping/accounts`],
    "/settings/connectors/{id}/runs/{run_id}": [`${connector}/runs/${ids.run}`],
    "/settings/digest": ["/settings/digest", { path: "/settings/digest", as: "anna" }],
    "/settings/mail": ["/settings/mail"], "/settings/people": ["/settings/people"], "/settings/people/import": ["/settings/people/import"],
    "/settings/people/{id}": [person], "/settings/people/{id}/sessions": [`${person}/sessions`],
    "/settings/roles": ["/settings/roles"], "/settings/scim": ["/settings/scim"], "/settings/security": ["/settings/security", { path: "/settings/security", as: "emma" }], "/settings/sessions": ["/settings/sessions"],
    "/settings/sso": ["/settings/sso"], "/settings/teams": ["/settings/teams"], "/settings/teams/{id}": [`/settings/teams/${ids.team}`],
    "/settings/webhooks": ["/settings/webhooks"], "/settings/webhooks/new": ["/settings/webhooks/new"], "/settings/webhooks/{id}": [webhook],
    "/settings/webhooks/{id}/edit": [`${webhook}/edit`], "/settings/webhooks/{id}/deliveries/{delivery_id}": [`${webhook}/deliveries/${ids.delivery}`],
    "/settings/workspaces": ["/settings/workspaces"],
    "/setup": [{ path: "/setup", to: "/login" }, { path: "/setup", from: fresh.url }, { path: `/setup?code=${fresh.code}`, from: fresh.url }],
    "/shared/{secret}": [`/shared/${ids.shared}`], "/shared/{secret}/wall": [`/shared/${ids.shared}/wall`],
    "/surveys": ["/surveys", { path: "/surveys", as: "dirk" }], "/surveys/new": ["/surveys/new"], "/surveys/{id}": [survey, `/surveys/${ids.draft}`],
    "/surveys/{id}/drivers": [`${survey}/drivers`], "/surveys/{id}/import": [`${survey}/import`], "/surveys/{id}/import/{file}": [ids.surveyImport],
    "/surveys/{id}/invitations": [`${survey}/invitations`], "/surveys/{id}/movement": [`${survey}/movement`], "/surveys/{id}/preview": [`${survey}/preview`],
    "/surveys/{id}/responses": [`${survey}/responses`], "/surveys/{id}/responses/{response_id}": [`${survey}/responses/${ids.response}`],
    "/surveys/{id}/results": [`${survey}/results`, `${survey}/results?by=industry`, { path: `${survey}/results`, as: "anna" }, `/surveys/${ids.ces}/results`], "/surveys/{id}/sample": [`${survey}/sample`], "/surveys/{id}/share": [`${survey}/share`],
    "/surveys/{id}/themes": [`${survey}/themes`], "/surveys/{id}/themes/coding": [`${survey}/themes/coding`], "/surveys/{id}/themes/comments": [`${survey}/themes/comments?theme=${ids.theme}`],
    "/surveys/{id}/themes/new": [`${survey}/themes/new`], "/surveys/{id}/themes/{theme_id}": [`${survey}/themes/${ids.theme}`],
    "/surveys/{id}/votes": [`${survey}/votes`], "/surveys/{id}/widget": [`${survey}/widget`],
    "/targets": ["/targets"], "/targets/new": ["/targets/new"], "/targets/{id}": [`/targets/${ids.target}`], "/targets/{id}/edit": [`/targets/${ids.target}/edit`],
    "/u/{token}": [{ path: ids.unsubscribe, speaks: "the language of whom it was sent to" }], "/understand": ["/understand", { path: "/understand", as: "dirk" }], "/understand/movement": ["/understand/movement"],
    "/w/{token}": [ids.public.replace("/r/", "/w/")], "/work": ["/work", { path: "/work", as: "anna" }],
  };
}

/** Every page to look at: `pattern`, `url`, `path`, `as` (whom to log in as; none: nobody), `name` of its picture. */
export function pages(world) {
  const known = addresses(world);
  const patterns = routes().filter(({ method, path }) => method === "GET" && !NO_PAGES.some(([shape]) => shape.test(path))).map(({ path }) => path);
  const unknown = patterns.filter((pattern) => !known[pattern]);
  assert.deepEqual(unknown, [], "pages without an address in pages.js: give one, so that they are looked at");
  const alone = patterns.filter((pattern) => Object.values(GROUPS).filter((shape) => shape.test(pattern)).length !== 1);
  assert.deepEqual(alone, [], "pages that no file looks at, or several: see GROUPS in pages.js");
  const gone = Object.keys(known).filter((pattern) => !patterns.includes(pattern));
  assert.deepEqual(gone, [], "addresses in pages.js of pages that are gone");
  return patterns.flatMap((pattern) => known[pattern].map((given, at) => {
    const page = typeof given === "string" ? { path: given } : given;
    const as = page.as ?? (WITHOUT_LOGIN.some((shape) => shape.test(pattern)) ? null : "admin");
    const name = pattern === "/" ? "home" : pattern.slice(1).replaceAll("/", "-").replaceAll(/[{}]/g, "");
    const url = (page.from ?? world.url) + page.path;
    return { ...page, url, pattern, as, name: `${name}${page.as ? `-${page.as}` : at ? `-${at + 1}` : ""}` };
  }));
}

/** What a `{part}` of an address is, by the part before it. */
const NOUNS = {
  surveys: "survey", dashboards: "board", contacts: "contact", accounts: "account", cases: "case", actions: "action", improvements: "improvement",
  rules: "rule", programmes: "programme", targets: "target", coaching: "coaching", reports: "report", webhooks: "webhook", connectors: "connector",
  teams: "team", themes: "theme", responses: "response", deliveries: "delivery", runs: "run", shared: "shared", sso: "sso",
};

/** An address of every route that is read, also of files and of the API; streams never end and stay out. */
export function everything(ids) {
  const paths = routes().filter(({ method, path }) => method === "GET" && !path.endsWith("/live")).map(({ path }) => path);
  return paths.map((path) => path.split("/").map((part, at, all) => {
    if (!part.startsWith("{")) return part;
    if (part === "{file}") return all.includes("charts") ? "trend.svg" : "nothing";
    if (all[at - 1] === "people") return ids.people.anna;
    return ids[NOUNS[all[at - 1]]] ?? "00000000000000000000000000";
  }).join("/"));
}
