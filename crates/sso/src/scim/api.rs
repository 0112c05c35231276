//! The SCIM API: `/scim/v2/…`.

mod kept;

use axum::Router;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use platform::web::{Path, QueryPairs, UniqueJson, read_body};
use platform::{Problem, id};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes};

use self::kept::{all, change, delete, make, put, show};
use super::error::{Fault, SCIM_JSON};
use super::filter::{self, Filter};
use super::group::Group;
use super::person::Person;
use super::rate::Rate;
use super::schema;
use super::service::Resource;
use super::token::Directory;

/// Most resources in one answer, and how many when nobody says.
const COUNT_MAX: usize = 200;
const COUNT_USUAL: usize = 100;
/// Largest body.
const BODY_MAX: usize = 1 << 20;

/// What the handlers share.
#[derive(Clone)]
pub(super) struct Scim {
    pub(super) gate: Gate,
    pub(super) rate: Rate,
}

impl Scim {
    fn base(&self) -> String {
        self.gate.app().base_url.clone()
    }
}

/// The routes. Public as far as sessions and API keys go: each asks for a [`Directory`].
pub(super) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/scim/v2/ServiceProviderConfig", Access::Public, config)
        .get("/scim/v2/ResourceTypes", Access::Public, types)
        .get("/scim/v2/ResourceTypes/{id}", Access::Public, one_type)
        .get("/scim/v2/Schemas", Access::Public, schemas)
        .get("/scim/v2/Schemas/{id}", Access::Public, one_schema)
        .get("/scim/v2/Users", Access::Public, all::<Person>)
        .post("/scim/v2/Users", Access::Public, make::<Person>)
        .get("/scim/v2/Users/{id}", Access::Public, show::<Person>)
        .put("/scim/v2/Users/{id}", Access::Public, put::<Person>)
        .patch("/scim/v2/Users/{id}", Access::Public, change::<Person>)
        .delete("/scim/v2/Users/{id}", Access::Public, delete::<Person>)
        .get("/scim/v2/Groups", Access::Public, all::<Group>)
        .post("/scim/v2/Groups", Access::Public, make::<Group>)
        .get("/scim/v2/Groups/{id}", Access::Public, show::<Group>)
        .put("/scim/v2/Groups/{id}", Access::Public, put::<Group>)
        .patch("/scim/v2/Groups/{id}", Access::Public, change::<Group>)
        .delete("/scim/v2/Groups/{id}", Access::Public, delete::<Group>)
        .finish(Scim {
            gate: gate.clone(),
            rate: Rate::default(),
        })
}

/// The same with what there isn't, said in the words of SCIM too.
pub(super) fn with_refusals(router: Router) -> Router {
    router
        .route("/scim/v2", any(nothing))
        .route("/scim/v2/", any(nothing))
        .route("/scim/v2/{*rest}", any(nothing))
        .method_not_allowed_fallback(async || Fault::refused(StatusCode::METHOD_NOT_ALLOWED))
        .layer(map_response(said_by_scim))
}

/// What RFC 7644 knows and we don't do is a 501 (3.2 and 3.11), anything else isn't there.
async fn nothing(uri: Uri) -> Fault {
    let rest = uri.path().trim_start_matches("/scim/v2/");
    let is_known = ["Me", "Bulk", ".search"].contains(&rest) || rest.starts_with("Me/");
    Fault::refused(if is_known {
        StatusCode::NOT_IMPLEMENTED
    } else {
        StatusCode::NOT_FOUND
    })
}

/// A refusal of the router's, such as of a method, as SCIM says it.
async fn said_by_scim(response: Response) -> Response {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Fault::from(problem.clone()).into_response();
    }
    let is_bare = !response.headers().contains_key(CONTENT_TYPE);
    if !(response.status().is_client_error() && is_bare) {
        return response;
    }
    let mut said = Fault::refused(response.status()).into_response();
    if let Some(allowed) = response.headers().get(ALLOW) {
        said.headers_mut().insert(ALLOW, allowed.clone());
    }
    said
}

/// A body of `application/scim+json`; clients send `application/json` too.
struct Body(Value);

impl FromRequest<Scim> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &Scim) -> Result<Self, Fault> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
        let kind = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        if kind != SCIM_JSON && kind != "application/json" {
            return Err(Fault::syntax("send Content-Type: application/scim+json"));
        }
        let bytes = read_body(request, BODY_MAX).await?;
        let read = serde_json::from_slice::<UniqueJson>(&bytes);
        let UniqueJson(value) =
            read.map_err(|e| Fault::syntax(format!("the JSON can't be read: {e}")))?;
        if !value.is_object() {
            return Err(Fault::syntax("a JSON object is expected"));
        }
        Ok(Self(value))
    }
}

fn said(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, SCIM_JSON)], body.to_string()).into_response()
}

/// The version of a resource, from what it says; the same on every node.
fn version(resource: &Value) -> String {
    let text = id::derived_secret(&resource.to_string());
    format!("W/\"{}\"", &text[..16])
}

/// The version without where this server is.
fn etag_of(resource: &Value) -> String {
    let mut bare = resource.clone();
    for list in ["members", "groups"] {
        for one in bare[list].as_array_mut().into_iter().flatten() {
            one["$ref"] = Value::Null;
        }
    }
    for list in ["members", "groups"] {
        if bare[list].is_null()
            && let Some(fields) = bare.as_object_mut()
        {
            fields.shift_remove(list);
        }
    }
    version(&bare)
}

/// Whether a resource is of one of the versions in a header; of any, when there is none.
fn is_version(header: Option<&str>, resource: &Value) -> bool {
    let Some(text) = header else { return true };
    let is = etag_of(resource);
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    text.split(',')
        .any(|tag| tag.trim() == "*" || bare(tag) == bare(&is))
}

fn header(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|v| v.to_str().ok())
        .map(str::to_owned)
}

/// A resource with what the server adds to it, its version, and where it is.
fn whole<R: Resource>(base: &str, one: &R) -> (Value, String, String) {
    let (kind, mut resource) = (R::KIND, one.resource(base));
    let version = etag_of(&resource);
    let id = resource["id"].as_str().unwrap_or_default().to_owned();
    let location = format!("{base}/scim/v2/{kind}s/{id}");
    resource["meta"] = json!({ "resourceType": kind, "location": location, "version": version,
                               "created": schema::time(one.created_at_us()) });
    (resource, version, location)
}

fn one(
    status: StatusCode,
    (resource, version, location): (Value, String, String),
    query: &QueryPairs,
) -> Response {
    let mut response = said(status, &chosen(resource, query));
    for (name, value) in [(ETAG, version), (LOCATION, location)] {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Only the attributes asked for, or without those not wanted; of both, parts too (`name.givenName`).
fn chosen(mut resource: Value, query: &QueryPairs) -> Value {
    let named = |parameter: &str| -> Option<Vec<Vec<String>>> {
        let names = query.get(parameter)?.split(',');
        Some(
            names
                .filter_map(|name| filter::attribute(name.trim()))
                .collect(),
        )
    };
    let (wanted, unwanted) = (named("attributes"), named("excludedAttributes"));
    let unwanted = unwanted.unwrap_or_default();
    if let Some(fields) = resource.as_object_mut() {
        fields.retain(|name, value| {
            let name = name.to_ascii_lowercase();
            // Always returned (RFC 7643, 3.1).
            if ["id", "schemas", "meta"].contains(&name.as_str()) {
                return true;
            }
            let of = |all: &[Vec<String>]| -> Vec<Vec<String>> {
                let own = all.iter().filter(|path| path[0] == name);
                own.map(|path| path[1..].to_vec()).collect()
            };
            let out = of(&unwanted);
            if let Some(wanted) = &wanted {
                let own = of(wanted);
                if own.is_empty() {
                    return false;
                }
                if !own.contains(&Vec::new()) {
                    keep_parts(value, |part| own.iter().any(|path| path[0] == part));
                }
            }
            keep_parts(value, |part| {
                !out.iter().any(|path| path.as_slice() == [part])
            });
            !out.contains(&Vec::new())
        });
    }
    resource
}

/// Keeps some parts of a complex attribute, or of each element of a list of such.
fn keep_parts(value: &mut Value, keeps: impl Fn(&str) -> bool) {
    let elements = match value {
        Value::Array(list) => list.iter_mut().collect(),
        one => vec![one],
    };
    for element in elements {
        if let Some(parts) = element.as_object_mut() {
            parts.retain(|part, _| keeps(&part.to_ascii_lowercase()));
        }
    }
}

/// Which part of a list is asked for.
struct Asked {
    filter: Option<Filter>,
    start: usize,
    count: usize,
}

fn asked(query: &QueryPairs) -> Result<Asked, Fault> {
    let number = |name: &str| -> Result<Option<i64>, Fault> {
        let Some(text) = query.get(name) else {
            return Ok(None);
        };
        let number = text.trim().parse();
        number
            .map(Some)
            .map_err(|_| Fault::value(format!("{name} is a number")))
    };
    let filter = match query.get("filter") {
        Some(text) if !text.trim().is_empty() => Some(filter::read(text)?),
        _ => None,
    };
    // Less than the smallest means the smallest (RFC 7644, 3.4.2.4).
    let start = number("startIndex")?.unwrap_or(1).max(1);
    let count = number("count")?.unwrap_or(COUNT_USUAL as i64).max(0);
    Ok(Asked {
        filter,
        start: usize::try_from(start).unwrap_or(usize::MAX),
        count: usize::try_from(count).unwrap_or(COUNT_MAX).min(COUNT_MAX),
    })
}

fn list(resources: Vec<Value>, asked: &Asked, query: &QueryPairs) -> Response {
    let fits = |r: &Value| asked.filter.as_ref().is_none_or(|f| f.holds(r));
    let all: Vec<Value> = resources.into_iter().filter(fits).collect();
    let total = all.len();
    let part: Vec<Value> = all
        .into_iter()
        .skip(asked.start - 1)
        .take(asked.count)
        .map(|resource| chosen(resource, query))
        .collect();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total, "startIndex": asked.start, "itemsPerPage": part.len(),
        "Resources": part,
    });
    said(StatusCode::OK, &body)
}

async fn config(State(scim): State<Scim>, _: Directory) -> Response {
    said(StatusCode::OK, &schema::config(&scim.base(), COUNT_MAX))
}

async fn types(
    State(scim): State<Scim>,
    _: Directory,
    query: QueryPairs,
) -> Result<Response, Fault> {
    Ok(list(schema::types(&scim.base()), &asked(&query)?, &query))
}

async fn one_type(
    State(scim): State<Scim>,
    _: Directory,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    named(schema::types(&scim.base()), &id, "resource type")
}

async fn schemas(
    State(scim): State<Scim>,
    _: Directory,
    query: QueryPairs,
) -> Result<Response, Fault> {
    Ok(list(schema::schemas(&scim.base()), &asked(&query)?, &query))
}

async fn one_schema(
    State(scim): State<Scim>,
    _: Directory,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    named(schema::schemas(&scim.base()), &id, "schema")
}

fn named(all: Vec<Value>, id: &str, what: &str) -> Result<Response, Fault> {
    let found = all.into_iter().find(|one| one["id"] == id);
    found
        .map(|one| said(StatusCode::OK, &one))
        .ok_or_else(|| Fault::missing(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_of_what_is_said_wherever_it_is_said() {
        let at = |base: &str| json!({ "id": "a", "members": [{ "value": "b", "$ref": base }] });
        assert_eq!(etag_of(&at("x")), etag_of(&at("y")));
        assert_ne!(
            etag_of(&at("x")),
            etag_of(&json!({ "id": "a", "members": [] }))
        );
        let tag = etag_of(&at("x"));
        assert!(is_version(None, &at("")));
        assert!(is_version(Some("*"), &at("")));
        assert!(is_version(Some(&format!("\"o\", {tag}")), &at("")));
        assert!(is_version(Some(tag.trim_start_matches("W/")), &at("")));
        assert!(!is_version(Some("W/\"other\""), &at("")));
        assert!(!is_version(Some(""), &at("")));
    }

    #[test]
    fn lists_have_pages() {
        let query = |text: &str| {
            let pairs = text.split('&').filter_map(|p| p.split_once('='));
            QueryPairs(pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
        };
        let page = |text: &str| asked(&query(text)).map(|a| (a.start, a.count));
        assert_eq!(page("").expect("usual"), (1, 100));
        assert_eq!(page("startIndex=0&count=-1").expect("smallest"), (1, 0));
        assert_eq!(page("startIndex=11&count=10").expect("given"), (11, 10));
        assert_eq!(page("count=100000").expect("capped"), (1, 200));
        assert!(page("count=x").is_err());
        assert!(page("filter=x").is_err());
        let user = json!({ "id": "a", "schemas": [], "userName": "u", "name": {}, "meta": {} });
        let fields = |text: &str| {
            let left = chosen(user.clone(), &query(text));
            left.as_object()
                .map(|o| o.keys().cloned().collect::<Vec<_>>().join(","))
        };
        assert_eq!(
            fields("attributes=userName").as_deref(),
            Some("id,schemas,userName,meta")
        );
        assert_eq!(
            fields("excludedAttributes=NAME,id").as_deref(),
            Some("id,schemas,userName,meta")
        );
    }

    #[test]
    fn parts_of_attributes_are_chosen_too() {
        let user = json!({
            "id": "a", "name": { "formatted": "Ann J", "givenName": "Ann" },
            "emails": [{ "value": "a@x.nl", "type": "work" }], "active": true,
        });
        let left = |parameter: &str, names: &str| {
            let pair = (parameter.to_owned(), names.to_owned());
            chosen(user.clone(), &QueryPairs(vec![pair]))
        };
        assert_eq!(
            left("attributes", "name.givenName,emails.value"),
            json!({ "id": "a", "name": { "givenName": "Ann" }, "emails": [{ "value": "a@x.nl" }] })
        );
        assert_eq!(
            left("attributes", "name,name.givenName"),
            json!({ "id": "a", "name": user["name"] })
        );
        assert_eq!(
            left("excludedAttributes", "emails.type,active"),
            json!({ "id": "a", "name": user["name"], "emails": [{ "value": "a@x.nl" }] })
        );
    }
}
