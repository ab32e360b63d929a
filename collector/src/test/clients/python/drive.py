"""Visits a shop as a server with posthog-python sees it, and says what the client sent.

python drive.py HOST KEY MARK
"""

import json
import logging
import sys
from datetime import datetime, timedelta, timezone

from posthog import Posthog

logging.basicConfig(level=logging.WARNING)


def told(event):
    print(json.dumps({name: event[name] for name in ("uuid", "event", "distinct_id")}))
    return event


def visit(client, mark):
    visitor, customer = f"{mark}-visitor", f"{mark}-customer"
    client.capture(
        "$pageview",
        distinct_id=visitor,
        properties={"$current_url": "https://shop.example/?utm_source=news"},
    )
    client.capture(
        "Product Added",
        distinct_id=visitor,
        properties={"product_id": "sku-1", "price": 19.99, "quantity": 2, "name": "Schöne Tasse ☕"},
        timestamp=datetime.now(timezone.utc) - timedelta(minutes=1),
    )
    client.alias(visitor, customer)
    client.set(distinct_id=customer, properties={"city": "Köln"})
    client.set_once(distinct_id=customer, properties={"first": 1})
    client.group_identify("company", mark, {"name": "A"}, distinct_id=customer)
    client.capture(
        "Order Completed",
        distinct_id=customer,
        properties={"order_id": f"{mark}-1", "total": 39.98, "currency": "EUR"},
    )
    client.get_all_flags(customer)


def main(host, key, mark):
    for mode in ("v0", "v1"):
        client = Posthog(
            key,
            host=host,
            flush_at=3,
            gzip=mode == "v1",
            capture_mode=mode,
            before_send=told,
            on_error=lambda error, items: logging.error("not sent: %s", error),
        )
        visit(client, f"{mark}-{mode}")
        client.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
