//! Webhooks and deliveries as they could be.

use serde_json::{Value, json};

pub(super) fn example() -> Value {
    json!({
        "id": "7r9t1v3x5z7b9d1f3h5j7m9p1r",
        "kind": "standard",
        "name": "Data warehouse",
        "url": "https://hooks.acme.example/luister",
        "types": ["response.created", "case.closed"],
        "with_comments": false,
        "is_on": true,
        "off_reason": null,
        "failing_since": null,
        "old_secret_until": null,
        "revision": 1,
        "created_at": "2026-03-02T09:20:00Z",
        "changed_at": "2026-03-02T09:20:00Z",
    })
}

pub(super) fn seen_example() -> Value {
    let mut example = example();
    example["waiting"] = json!(3);
    example["dead"] = json!(0);
    example["used_by"] = json!([{
        "noun": "rule", "id": "4c6e8g0j2m4p6r8t0w2y4a6c8e", "name": "Call back", "state": "on",
    }]);
    example
}

pub(super) fn secret_example() -> Value {
    let mut example = example();
    example["secret"] = json!("whsec_bXVzdCBub3QgYmUgdXNlZCwgaXQgaXMgYW4gZXhhbXBsZQ==");
    example
}

pub(super) fn delivery_example() -> Value {
    json!({
        "id": "2b4d6f8h0k2n4q6s8v0x2z4b6d",
        "type": "response.created",
        "state": "queued",
        "tries": 1,
        "next_try_at": "2026-03-02T09:24:05Z",
        "last_status": 503,
        "last_said": "try again later",
        "created_at": "2026-03-02T09:24:00Z",
    })
}

pub(super) fn whole_delivery_example() -> Value {
    let mut example = delivery_example();
    example["body"] = json!({
        "type": "response.created",
        "timestamp": "2026-03-02T09:24:00Z",
        "data": {
            "response_id": "8d4t0w6y2z5b7f9h1j3k5m7n9p",
            "survey_id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
            "survey": "Twice a year",
            "counts": true,
            "is_erased": false,
            "metric": "recommend",
            "score": 3,
            "contact_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
            "account_id": null,
            "channel": "link",
            "language": "nl",
            "answered_at": "2026-03-02T09:23:58Z",
            "changed_at": "2026-03-02T09:23:58Z",
        },
    });
    example["attempts"] = json!([{
        "attempt": 1, "at": "2026-03-02T09:24:00Z", "took_ms": 84,
        "status": 503, "said": "try again later",
    }]);
    example
}
