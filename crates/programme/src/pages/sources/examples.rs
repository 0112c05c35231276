//! What to set up in each system, ready to copy; the same in all languages.

use serde_json::{Value, json};

/// A call of our own format.
const STANDARD: &str = r#"id=evt_8412
timestamp=$(date +%s)
body='{"type":"ticket.closed","subject":"4711",
  "at":"2026-11-22T09:30:00Z",
  "contact":{"email":"anna@bakery.example","name":"Anna de Wit"},
  "solver":{"email":"joris@acme.example"},
  "attributes":{"title":"printer is jammed"}}'
key=$(printf %s "${SECRET#whsec_}" | base64 -d | xxd -p -c 256)
signature=$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl "$ADDRESS" -d "$body" -H 'content-type: application/json' \
  -H "webhook-id: $id" -H "webhook-timestamp: $timestamp" \
  -H "webhook-signature: v1,$signature""#;

/// The body of a trigger, which knows addresses; an event webhook needs none.
const ZENDESK: &str = r#"{
  "ticket_id": "{{ticket.id}}", "status": "{{ticket.status}}",
  "title": "{{ticket.title}}",
  "requester_email": "{{ticket.requester.email}}",
  "requester_name": "{{ticket.requester.name}}",
  "organization": "{{ticket.organization.name}}",
  "assignee_email": "{{ticket.assignee.email}}"
}"#;

const FRESHDESK: &str = r#"{
  "ticket_id": "{{ticket.id}}", "ticket_status": "{{ticket.status}}",
  "ticket_subject": "{{ticket.subject}}",
  "ticket_contact_email": "{{ticket.contact.email}}",
  "ticket_contact_name": "{{ticket.contact.name}}",
  "ticket_company_name": "{{ticket.company.name}}",
  "ticket_agent_email": "{{ticket.agent.email}}"
}"#;

/// A scrip "On Status Change, User Defined": the custom action's commit code.
const REQUEST_TRACKER: &str = r#"use Digest::SHA qw(hmac_sha256);
use MIME::Base64; use JSON; use LWP::UserAgent;
my ($address, $secret) = ('ADDRESS', 'SECRET');
my ($t, $x) = ($self->TicketObj, $self->TransactionObj);
my $at = RT::Date->new(RT->SystemUser);
$at->Set(Format => 'sql', Value => $x->Created);
my $person = ($t->Requestors->UserMembersObj->Next) or return 1;
my $body = encode_json({
  ticket => $t->id, transaction => $x->id, queue => $t->QueueObj->Name,
  old_status => $x->OldValue, status => $x->NewValue,
  subject => $t->Subject, requestor => $person->EmailAddress,
  requestor_name => $person->RealName, owner => $t->OwnerObj->EmailAddress,
  at => $at->W3CDTF });
my ($id, $time) = ('rt-' . $x->id, time);
my $key = decode_base64(substr $secret, 6);
my $sign = encode_base64(hmac_sha256("$id.$time.$body", $key), '');
LWP::UserAgent->new(timeout => 10)->post($address, Content => $body,
  'Content-Type' => 'application/json', 'webhook-id' => $id,
  'webhook-timestamp' => $time, 'webhook-signature' => "v1,$sign");
return 1;"#;

/// A mapping that can be started from.
pub(super) const MAPPING: &str = r#"{
  "proof": { "kind": "hmac", "header": "X-Signature", "hash": "sha256", "encoding": "hex" },
  "only": { "/ticket/queue": ["support"] },
  "type": { "at": "/ticket/state", "values": { "done": "ticket.closed", "open": "ticket.reopened" } },
  "subject": "/ticket/number",
  "at": "/changed_at",
  "email": "/customer/email",
  "name": "/customer/name",
  "account": "/customer/company",
  "solver": "/agent/email",
  "attributes": { "title": "/ticket/title" }
}"#;

/// By system, in the order the form offers them; Zammad sends what it sends by itself.
pub(super) fn all() -> Value {
    json!([
        { "system": "standard", "text": STANDARD },
        { "system": "zendesk", "text": ZENDESK },
        { "system": "freshdesk", "text": FRESHDESK },
        { "system": "zammad", "text": null },
        { "system": "request_tracker", "text": REQUEST_TRACKER },
        { "system": "mapped", "text": MAPPING },
    ])
}
