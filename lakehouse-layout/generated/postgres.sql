-- Printed from the declarations in lakehouse-layout; do not edit.

CREATE TABLE IF NOT EXISTS "lake_silver"."sessions" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "session_id" text NOT NULL,
  "visitor_id" text NOT NULL,
  "started_at" timestamptz NOT NULL,
  "ended_at" timestamptz NOT NULL,
  "duration_seconds" bigint NOT NULL,
  "started_by" text NOT NULL,
  "first_event_id" text NOT NULL,
  "last_event_id" text NOT NULL,
  "events" bigint NOT NULL,
  "page_views" bigint NOT NULL,
  "product_views" bigint NOT NULL,
  "events_by_type" jsonb NOT NULL,
  "products_viewed" jsonb NOT NULL,
  "funnel" jsonb NOT NULL,
  "purchase_event_ids" jsonb NOT NULL,
  "order_ids" jsonb NOT NULL,
  "entry_page" text,
  "exit_page" text,
  "referrer" text,
  "campaign_source" text,
  "campaign_medium" text,
  "campaign_name" text,
  "channel" text NOT NULL,
  "device" text NOT NULL,
  "platform" text,
  "user_id" text,
  "client_session_id" text,
  "is_bot" boolean NOT NULL,
  "is_bounce" boolean NOT NULL,
  PRIMARY KEY ("shop_id", "session_id")
);
COMMENT ON TABLE "lake_silver"."sessions" IS 'One session of one visitor.';
COMMENT ON COLUMN "lake_silver"."sessions"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_silver"."sessions"."day" IS 'Shop-local day on which the session started.';
COMMENT ON COLUMN "lake_silver"."sessions"."session_id" IS 'Hash of shop, visitor and first event.';
COMMENT ON COLUMN "lake_silver"."sessions"."visitor_id" IS 'Whose session it is.';
COMMENT ON COLUMN "lake_silver"."sessions"."started_at" IS 'Time of the first event, UTC.';
COMMENT ON COLUMN "lake_silver"."sessions"."ended_at" IS 'Time of the last event, UTC.';
COMMENT ON COLUMN "lake_silver"."sessions"."duration_seconds" IS 'Whole seconds from the first to the last event.';
COMMENT ON COLUMN "lake_silver"."sessions"."started_by" IS 'Why it began: first, gap, max_duration, campaign, …';
COMMENT ON COLUMN "lake_silver"."sessions"."first_event_id" IS 'The event that began it.';
COMMENT ON COLUMN "lake_silver"."sessions"."last_event_id" IS 'The event that ended it.';
COMMENT ON COLUMN "lake_silver"."sessions"."events" IS 'All events.';
COMMENT ON COLUMN "lake_silver"."sessions"."page_views" IS 'Events of type page_view.';
COMMENT ON COLUMN "lake_silver"."sessions"."product_views" IS 'Events of type view_item.';
COMMENT ON COLUMN "lake_silver"."sessions"."events_by_type" IS 'Events by type.';
COMMENT ON COLUMN "lake_silver"."sessions"."products_viewed" IS 'Distinct products of view_item events.';
COMMENT ON COLUMN "lake_silver"."sessions"."funnel" IS 'The funnel steps that occurred, in funnel order.';
COMMENT ON COLUMN "lake_silver"."sessions"."purchase_event_ids" IS 'Ids of the purchase events, in order.';
COMMENT ON COLUMN "lake_silver"."sessions"."order_ids" IS 'Distinct order ids of the purchase events.';
COMMENT ON COLUMN "lake_silver"."sessions"."entry_page" IS 'Address of the first page.';
COMMENT ON COLUMN "lake_silver"."sessions"."exit_page" IS 'Address of the last page.';
COMMENT ON COLUMN "lake_silver"."sessions"."referrer" IS 'Referrer of the first event that has one.';
COMMENT ON COLUMN "lake_silver"."sessions"."campaign_source" IS 'Source of the first campaign.';
COMMENT ON COLUMN "lake_silver"."sessions"."campaign_medium" IS 'Medium of the first campaign.';
COMMENT ON COLUMN "lake_silver"."sessions"."campaign_name" IS 'Name of the first campaign.';
COMMENT ON COLUMN "lake_silver"."sessions"."channel" IS 'Channel group of the first campaign or referrer.';
COMMENT ON COLUMN "lake_silver"."sessions"."device" IS 'desktop, mobile, tablet, or unknown; of the first event.';
COMMENT ON COLUMN "lake_silver"."sessions"."platform" IS 'Platform of the first event that has one.';
COMMENT ON COLUMN "lake_silver"."sessions"."user_id" IS 'The last signed-in person seen.';
COMMENT ON COLUMN "lake_silver"."sessions"."client_session_id" IS 'The client''s own session id, of the first event.';
COMMENT ON COLUMN "lake_silver"."sessions"."is_bot" IS 'Whether any event came from a program.';
COMMENT ON COLUMN "lake_silver"."sessions"."is_bounce" IS 'Whether it is a single event.';

CREATE TABLE IF NOT EXISTS "lake_silver"."orders" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "order_id" text NOT NULL,
  "origin" text NOT NULL,
  "placed_at" timestamptz NOT NULL,
  "changed_at" timestamptz NOT NULL,
  "status" text,
  "customer_id" text,
  "visitor_id" text,
  "converting_event_id" text,
  "converting_event_time" timestamptz,
  "currency" text NOT NULL,
  "is_return" boolean NOT NULL,
  "units" bigint NOT NULL,
  "gross" numeric(38,4) NOT NULL,
  "returned" numeric(38,4) NOT NULL,
  "discounts" numeric(38,4) NOT NULL,
  "merchandise" numeric(38,4) NOT NULL,
  "shipping" numeric(38,4) NOT NULL,
  "tax" numeric(38,4) NOT NULL,
  "total" numeric(38,4) NOT NULL,
  "basis" numeric(38,4) NOT NULL,
  "refunded" numeric(38,4) NOT NULL,
  "cancelled" numeric(38,4) NOT NULL,
  "net_revenue" numeric(38,4) NOT NULL,
  "profit" numeric(38,4),
  "lines" jsonb NOT NULL,
  "refunds" jsonb NOT NULL,
  "cancellations" jsonb NOT NULL,
  "ship" jsonb,
  "segment" text,
  "payment_method" text,
  "channel" text,
  PRIMARY KEY ("shop_id", "order_id")
);
COMMENT ON TABLE "lake_silver"."orders" IS 'One order, from the order system or else as tracked.';
COMMENT ON COLUMN "lake_silver"."orders"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_silver"."orders"."day" IS 'Shop-local day on which it was placed.';
COMMENT ON COLUMN "lake_silver"."orders"."order_id" IS 'The order.';
COMMENT ON COLUMN "lake_silver"."orders"."origin" IS 'order_system, or tracked by a purchase event.';
COMMENT ON COLUMN "lake_silver"."orders"."placed_at" IS 'When it was placed, UTC.';
COMMENT ON COLUMN "lake_silver"."orders"."changed_at" IS 'When it last changed, UTC.';
COMMENT ON COLUMN "lake_silver"."orders"."status" IS 'The last status.';
COMMENT ON COLUMN "lake_silver"."orders"."customer_id" IS 'The customer; empty for a guest.';
COMMENT ON COLUMN "lake_silver"."orders"."visitor_id" IS 'Who bought it, by the first purchase event.';
COMMENT ON COLUMN "lake_silver"."orders"."converting_event_id" IS 'The first purchase event of the order.';
COMMENT ON COLUMN "lake_silver"."orders"."converting_event_time" IS 'Time of that event, UTC.';
COMMENT ON COLUMN "lake_silver"."orders"."currency" IS 'ISO 4217 code of all amounts in the row.';
COMMENT ON COLUMN "lake_silver"."orders"."is_return" IS 'Whether it only gives goods back.';
COMMENT ON COLUMN "lake_silver"."orders"."units" IS 'Pieces of the lines that sell.';
COMMENT ON COLUMN "lake_silver"."orders"."gross" IS 'Sum of the lines with a positive amount.';
COMMENT ON COLUMN "lake_silver"."orders"."returned" IS 'Minus the sum of the lines with a negative amount.';
COMMENT ON COLUMN "lake_silver"."orders"."discounts" IS 'Discounts on lines and on the order.';
COMMENT ON COLUMN "lake_silver"."orders"."merchandise" IS 'gross − returned − discounts.';
COMMENT ON COLUMN "lake_silver"."orders"."shipping" IS 'Shipping.';
COMMENT ON COLUMN "lake_silver"."orders"."tax" IS 'Tax.';
COMMENT ON COLUMN "lake_silver"."orders"."total" IS 'The stated total, else merchandise + shipping + tax.';
COMMENT ON COLUMN "lake_silver"."orders"."basis" IS 'What revenue counts: merchandise, or by setting total.';
COMMENT ON COLUMN "lake_silver"."orders"."refunded" IS 'All money given back.';
COMMENT ON COLUMN "lake_silver"."orders"."cancelled" IS 'Money lost by cancellation.';
COMMENT ON COLUMN "lake_silver"."orders"."net_revenue" IS 'basis − refunded − cancelled.';
COMMENT ON COLUMN "lake_silver"."orders"."profit" IS 'Profit of the lines, where costs are known.';
COMMENT ON COLUMN "lake_silver"."orders"."lines" IS 'The lines.';
COMMENT ON COLUMN "lake_silver"."orders"."refunds" IS 'The refunds.';
COMMENT ON COLUMN "lake_silver"."orders"."cancellations" IS 'The cancellations.';
COMMENT ON COLUMN "lake_silver"."orders"."ship" IS 'How and where it is sent.';
COMMENT ON COLUMN "lake_silver"."orders"."segment" IS 'Segment of the customer.';
COMMENT ON COLUMN "lake_silver"."orders"."payment_method" IS 'How it is paid.';
COMMENT ON COLUMN "lake_silver"."orders"."channel" IS 'Where it was sold.';

CREATE TABLE IF NOT EXISTS "lake_silver"."products" (
  "shop_id" text NOT NULL,
  "product_id" text NOT NULL,
  "valid_from" timestamptz NOT NULL,
  "valid_to" timestamptz,
  "is_current" boolean NOT NULL,
  "is_first" boolean NOT NULL,
  "name" text,
  "category" text,
  "sub_category" text,
  "brand" text,
  "price" numeric(18,4),
  "currency" text,
  "unit_cost" numeric(18,4),
  "stock" bigint,
  "properties" text,
  PRIMARY KEY ("shop_id", "product_id", "valid_from")
);
COMMENT ON TABLE "lake_silver"."products" IS 'One version of a product; neighbours differ.';
COMMENT ON COLUMN "lake_silver"."products"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_silver"."products"."product_id" IS 'The product.';
COMMENT ON COLUMN "lake_silver"."products"."valid_from" IS 'From when this version stood, UTC.';
COMMENT ON COLUMN "lake_silver"."products"."valid_to" IS 'Until when, UTC, that instant not included; empty while it stands. After the last version of what was deleted there is none.';
COMMENT ON COLUMN "lake_silver"."products"."is_current" IS 'Whether this version still stands.';
COMMENT ON COLUMN "lake_silver"."products"."is_first" IS 'Whether no earlier version is known; a fact before valid_from uses it too.';
COMMENT ON COLUMN "lake_silver"."products"."name" IS 'Name of the product.';
COMMENT ON COLUMN "lake_silver"."products"."category" IS 'Its category.';
COMMENT ON COLUMN "lake_silver"."products"."sub_category" IS 'Its sub-category.';
COMMENT ON COLUMN "lake_silver"."products"."brand" IS 'Its brand.';
COMMENT ON COLUMN "lake_silver"."products"."price" IS 'Price of one piece.';
COMMENT ON COLUMN "lake_silver"."products"."currency" IS 'ISO 4217 code of price and cost; empty for that of the shop.';
COMMENT ON COLUMN "lake_silver"."products"."unit_cost" IS 'What one piece costs the shop.';
COMMENT ON COLUMN "lake_silver"."products"."stock" IS 'Pieces in stock; negative where more were sold.';
COMMENT ON COLUMN "lake_silver"."products"."properties" IS 'Everything else that was sent, as JSON text.';

CREATE TABLE IF NOT EXISTS "lake_silver"."customers" (
  "shop_id" text NOT NULL,
  "customer_id" text NOT NULL,
  "valid_from" timestamptz NOT NULL,
  "valid_to" timestamptz,
  "is_current" boolean NOT NULL,
  "is_first" boolean NOT NULL,
  "email" text,
  "phone" text,
  "name" text,
  "segment" text,
  "country" text,
  "region" text,
  "city" text,
  "created_at" timestamptz,
  "properties" text,
  PRIMARY KEY ("shop_id", "customer_id", "valid_from")
);
COMMENT ON TABLE "lake_silver"."customers" IS 'One version of a customer; neighbours differ.';
COMMENT ON COLUMN "lake_silver"."customers"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_silver"."customers"."customer_id" IS 'The customer; a pseudonym if it holds an e-mail address.';
COMMENT ON COLUMN "lake_silver"."customers"."valid_from" IS 'From when this version stood, UTC.';
COMMENT ON COLUMN "lake_silver"."customers"."valid_to" IS 'Until when, UTC, that instant not included; empty while it stands. After the last version of what was deleted there is none.';
COMMENT ON COLUMN "lake_silver"."customers"."is_current" IS 'Whether this version still stands.';
COMMENT ON COLUMN "lake_silver"."customers"."is_first" IS 'Whether no earlier version is known; a fact before valid_from uses it too.';
COMMENT ON COLUMN "lake_silver"."customers"."email" IS 'E-mail address as a pseudonym, which begins with the id of its key; nothing may join on it.';
COMMENT ON COLUMN "lake_silver"."customers"."phone" IS 'Telephone number as a pseudonym, which begins with the id of its key; nothing may join on it.';
COMMENT ON COLUMN "lake_silver"."customers"."name" IS 'Name as a pseudonym, which begins with the id of its key; nothing may join on it.';
COMMENT ON COLUMN "lake_silver"."customers"."segment" IS 'Segment of the customer.';
COMMENT ON COLUMN "lake_silver"."customers"."country" IS 'Country.';
COMMENT ON COLUMN "lake_silver"."customers"."region" IS 'Region.';
COMMENT ON COLUMN "lake_silver"."customers"."city" IS 'City.';
COMMENT ON COLUMN "lake_silver"."customers"."created_at" IS 'Since when the shop knows the customer, UTC.';
COMMENT ON COLUMN "lake_silver"."customers"."properties" IS 'Everything else that was sent and is not personal, as JSON text.';

CREATE TABLE IF NOT EXISTS "ops"."ledger" (
  "query" text NOT NULL,
  "batch" bigint NOT NULL,
  "topic" text NOT NULL,
  "partition" integer NOT NULL,
  "first_offset" bigint NOT NULL,
  "last_offset" bigint NOT NULL,
  "read" bigint NOT NULL,
  "accepted" bigint NOT NULL,
  "duplicate" bigint NOT NULL,
  "conflicting" bigint NOT NULL,
  "late" bigint NOT NULL,
  "bot" bigint NOT NULL,
  "rejected" bigint NOT NULL,
  "rejected_by_reason" jsonb NOT NULL,
  PRIMARY KEY ("query", "batch", "topic", "partition")
);
COMMENT ON TABLE "ops"."ledger" IS 'What one batch did with the messages of one Kafka partition.';
COMMENT ON COLUMN "ops"."ledger"."query" IS 'The stream, with the id of its checkpoint.';
COMMENT ON COLUMN "ops"."ledger"."batch" IS 'The micro-batch.';
COMMENT ON COLUMN "ops"."ledger"."topic" IS 'The real Kafka topic.';
COMMENT ON COLUMN "ops"."ledger"."partition" IS 'The Kafka partition.';
COMMENT ON COLUMN "ops"."ledger"."first_offset" IS 'First offset read.';
COMMENT ON COLUMN "ops"."ledger"."last_offset" IS 'Last offset read.';
COMMENT ON COLUMN "ops"."ledger"."read" IS 'Messages read.';
COMMENT ON COLUMN "ops"."ledger"."accepted" IS 'Messages that became a row.';
COMMENT ON COLUMN "ops"."ledger"."duplicate" IS 'Messages that were there already.';
COMMENT ON COLUMN "ops"."ledger"."conflicting" IS 'Duplicates with other content.';
COMMENT ON COLUMN "ops"."ledger"."late" IS 'Accepted ones that came late.';
COMMENT ON COLUMN "ops"."ledger"."bot" IS 'Accepted ones from programs.';
COMMENT ON COLUMN "ops"."ledger"."rejected" IS 'Messages with a reason to be refused.';
COMMENT ON COLUMN "ops"."ledger"."rejected_by_reason" IS 'Refused messages by reason.';

CREATE TABLE IF NOT EXISTS "ops"."ledger_days" (
  "query" text NOT NULL,
  "batch" bigint NOT NULL,
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "accepted" bigint NOT NULL,
  "duplicate" bigint NOT NULL,
  "conflicting" bigint NOT NULL,
  PRIMARY KEY ("query", "batch", "shop_id", "day")
);
COMMENT ON TABLE "ops"."ledger_days" IS 'The accepted and duplicate messages of one batch by event day.';
COMMENT ON COLUMN "ops"."ledger_days"."query" IS 'The stream, with the id of its checkpoint.';
COMMENT ON COLUMN "ops"."ledger_days"."batch" IS 'The micro-batch.';
COMMENT ON COLUMN "ops"."ledger_days"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "ops"."ledger_days"."day" IS 'Shop-local day of the event.';
COMMENT ON COLUMN "ops"."ledger_days"."accepted" IS 'Messages that became a row.';
COMMENT ON COLUMN "ops"."ledger_days"."duplicate" IS 'Messages that were there already.';
COMMENT ON COLUMN "ops"."ledger_days"."conflicting" IS 'Duplicates with other content.';

CREATE TABLE IF NOT EXISTS "lake_gold"."daily_revenue" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "currency" text NOT NULL,
  "orders" bigint NOT NULL,
  "returns" bigint NOT NULL,
  "units" bigint NOT NULL,
  "gross" numeric(38,4) NOT NULL,
  "returned" numeric(38,4) NOT NULL,
  "discounts" numeric(38,4) NOT NULL,
  "merchandise" numeric(38,4) NOT NULL,
  "shipping" numeric(38,4) NOT NULL,
  "tax" numeric(38,4) NOT NULL,
  "total" numeric(38,4) NOT NULL,
  "cancelled" numeric(38,4) NOT NULL,
  "refunds" numeric(38,4) NOT NULL,
  "net_revenue" numeric(38,4) NOT NULL,
  "profit" numeric(38,4) NOT NULL,
  "new_customers" bigint NOT NULL,
  "returning_customers" bigint NOT NULL,
  "guest_orders" bigint NOT NULL,
  "final_at" timestamptz NOT NULL,
  PRIMARY KEY ("shop_id", "day", "currency")
);
COMMENT ON TABLE "lake_gold"."daily_revenue" IS 'Orders and money by shop, day and currency.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."day" IS 'Shop-local day: of placing, of the refund, of the cancellation.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."currency" IS 'ISO 4217 code of all amounts in the row.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."orders" IS 'Orders placed that sell something.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."returns" IS 'Orders placed that only give goods back.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."units" IS 'Pieces of the lines that sell.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."gross" IS 'Lines with a positive amount.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."returned" IS 'Minus the lines with a negative amount.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."discounts" IS 'Discounts on lines and on orders.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."merchandise" IS 'gross − returned − discounts.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."shipping" IS 'Shipping.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."tax" IS 'Tax.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."total" IS 'What the orders of the day add up to for customers.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."cancelled" IS 'Money lost by cancellations on this day.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."refunds" IS 'Money given back on this day.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."net_revenue" IS 'Revenue basis − refunds − cancelled.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."profit" IS 'Profit of the lines whose costs are known.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."new_customers" IS 'Customers whose first order is of this day.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."returning_customers" IS 'Customers with an order today and one before.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."guest_orders" IS 'Orders without a customer.';
COMMENT ON COLUMN "lake_gold"."daily_revenue"."final_at" IS 'From when the row is expected not to change, UTC.';

CREATE TABLE IF NOT EXISTS "lake_gold"."daily_activity" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "dau" bigint NOT NULL,
  "wau" bigint NOT NULL,
  "mau" bigint NOT NULL,
  "new_visitors" bigint NOT NULL,
  "events" bigint NOT NULL,
  "page_views" bigint NOT NULL,
  "product_views" bigint NOT NULL,
  "sessions" bigint NOT NULL,
  "bounces" bigint NOT NULL,
  "converted_sessions" bigint NOT NULL,
  "session_seconds" bigint NOT NULL,
  "bot_events" bigint NOT NULL,
  "bot_sessions" bigint NOT NULL,
  "final_at" timestamptz NOT NULL,
  PRIMARY KEY ("shop_id", "day")
);
COMMENT ON TABLE "lake_gold"."daily_activity" IS 'Visitors by event day and sessions by start day, without bots.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."day" IS 'Shop-local day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."dau" IS 'Distinct visitors with an event on this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."wau" IS 'Distinct visitors in the 7 days ending on this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."mau" IS 'Distinct visitors in the 30 days ending on this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."new_visitors" IS 'Visitors whose first event is of this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."events" IS 'Events of this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."page_views" IS 'page_view events of this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."product_views" IS 'view_item events of this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."sessions" IS 'Sessions that started on this day.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."bounces" IS 'Sessions of a single event.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."converted_sessions" IS 'Sessions whose purchase made an order.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."session_seconds" IS 'Seconds from first to last event, summed.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."bot_events" IS 'Events of programs, left out of all other columns.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."bot_sessions" IS 'Sessions of programs, left out likewise.';
COMMENT ON COLUMN "lake_gold"."daily_activity"."final_at" IS 'From when the row is expected not to change, UTC.';

CREATE TABLE IF NOT EXISTS "lake_gold"."daily_funnel" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "device" text NOT NULL,
  "channel" text NOT NULL,
  "step_order" integer NOT NULL,
  "step" text NOT NULL,
  "sessions" bigint NOT NULL,
  "sessions_ever" bigint NOT NULL,
  "visitors" bigint NOT NULL,
  "drop_off" bigint NOT NULL,
  "final_at" timestamptz NOT NULL,
  PRIMARY KEY ("shop_id", "day", "device", "channel", "step_order")
);
COMMENT ON TABLE "lake_gold"."daily_funnel" IS 'How far sessions got, by start day, device and channel, no bots.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."day" IS 'Shop-local day on which the sessions started.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."device" IS 'desktop, mobile, tablet, or unknown.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."channel" IS 'Channel group of the sessions.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."step_order" IS 'Position of the step, from 1.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."step" IS 'Name of the step.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."sessions" IS 'Sessions that reached the step in order.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."sessions_ever" IS 'Sessions in which the step occurs at all.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."visitors" IS 'Distinct visitors who reached the step in order.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."drop_off" IS 'Sessions that reached the step before, but not this.';
COMMENT ON COLUMN "lake_gold"."daily_funnel"."final_at" IS 'From when the row is expected not to change, UTC.';

CREATE TABLE IF NOT EXISTS "lake_gold"."daily_product_sales" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "product_id" text NOT NULL,
  "currency" text NOT NULL,
  "product_name" text,
  "category" text,
  "views" bigint NOT NULL,
  "carts" bigint NOT NULL,
  "orders" bigint NOT NULL,
  "units" bigint NOT NULL,
  "gross" numeric(38,4) NOT NULL,
  "returned" numeric(38,4) NOT NULL,
  "discounts" numeric(38,4) NOT NULL,
  "refunds" numeric(38,4) NOT NULL,
  "net" numeric(38,4) NOT NULL,
  "profit" numeric(38,4) NOT NULL,
  "final_at" timestamptz NOT NULL,
  PRIMARY KEY ("shop_id", "day", "product_id", "currency")
);
COMMENT ON TABLE "lake_gold"."daily_product_sales" IS 'Interest and sales by day, product and currency.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."day" IS 'Shop-local day: of the event, of placing, of the refund.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."product_id" IS 'The product; empty where a line has none.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."currency" IS 'ISO 4217 code of all amounts in the row.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."product_name" IS 'A name of the product on this day.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."category" IS 'A category of the product on this day.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."views" IS 'view_item events with the product, no bots.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."carts" IS 'add_to_cart events with the product, no bots.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."orders" IS 'Orders that sell the product.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."units" IS 'Pieces sold.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."gross" IS 'Lines with a positive amount.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."returned" IS 'Minus the lines with a negative amount.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."discounts" IS 'Discounts on the lines.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."refunds" IS 'Amounts of refunded lines on this day.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."net" IS 'gross − returned − discounts − refunds.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."profit" IS 'Profit of the lines whose costs are known.';
COMMENT ON COLUMN "lake_gold"."daily_product_sales"."final_at" IS 'From when the row is expected not to change, UTC.';

CREATE TABLE IF NOT EXISTS "lake_gold"."daily_quality" (
  "shop_id" text NOT NULL,
  "day" date NOT NULL,
  "accepted" bigint NOT NULL,
  "late" bigint NOT NULL,
  "bot" bigint NOT NULL,
  "clock_corrected" bigint NOT NULL,
  "duplicate" bigint NOT NULL,
  "conflicting" bigint NOT NULL,
  "rejected_events" bigint NOT NULL,
  "rejected_records" bigint NOT NULL,
  "final_at" timestamptz NOT NULL,
  PRIMARY KEY ("shop_id", "day")
);
COMMENT ON TABLE "lake_gold"."daily_quality" IS 'What became of the events, by day.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."shop_id" IS 'The shop.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."day" IS 'Shop-local day of the event; of arrival for rejected ones.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."accepted" IS 'Events counted.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."late" IS 'Accepted events that came late.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."bot" IS 'Accepted events from programs.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."clock_corrected" IS 'Accepted events whose clock was corrected.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."duplicate" IS 'Copies of an event that was there already.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."conflicting" IS 'Copies with other content.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."rejected_events" IS 'Events refused, by day of arrival.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."rejected_records" IS 'Records refused, by day of arrival.';
COMMENT ON COLUMN "lake_gold"."daily_quality"."final_at" IS 'From when the row is expected not to change, UTC.';
