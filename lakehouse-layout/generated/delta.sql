-- Printed from the declarations in lakehouse-layout; do not edit.

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/shop_events` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of shop.events, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/shop_orders` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of shop.orders, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/shop_products` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of shop.products, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/shop_customers` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of shop.customers, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/posthog_events` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of posthog.events, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/bronze/source_rows` (
  `key` binary COMMENT 'The message key, untouched.',
  `value` binary COMMENT 'The message value, untouched.',
  `headers` array<struct<key:string,value:binary>> COMMENT 'The message headers, in order.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `ingest_date` date NOT NULL COMMENT 'UTC day of ingested_at.',
  `redacted_at` timestamp COMMENT 'When the value was replaced on purpose, UTC.'
) USING delta
CLUSTER BY (ingest_date)
COMMENT 'The messages of source.rows, byte for byte.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'ingest_date,partition,offset,kafka_time'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/rejects` (
  `shop_id` string NOT NULL COMMENT 'The shop, where it could be read, else main.',
  `day` date NOT NULL COMMENT 'Shop-local day of kafka_time.',
  `query` string NOT NULL COMMENT 'The stream that rejected it: events or records.',
  `reason` string NOT NULL COMMENT 'The code of the first problem, such as not_json.',
  `detail` string NOT NULL COMMENT 'What exactly was wrong, without the value itself.',
  `status` string NOT NULL COMMENT 'new, fixed or given_up.',
  `size` int NOT NULL COMMENT 'Bytes of the message value.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (day)
COMMENT 'One message that was not accepted, and why; its bytes are in the bronze table.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day,partition,offset',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/events` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day of event_time.',
  `visitor_id` string NOT NULL COMMENT 'Who acted: \'a:\' and the anonymous_id, else \'u:\' and the user_id.',
  `event_id` string NOT NULL COMMENT 'The sender\'s id of the event; unique per visitor.',
  `event_type` string NOT NULL COMMENT 'What happened, such as page_view or purchase.',
  `is_known_type` boolean NOT NULL COMMENT 'Whether event_type is in the vocabulary.',
  `event_time` timestamp NOT NULL COMMENT 'When it happened, UTC, clock error corrected.',
  `original_event_time` timestamp COMMENT 'What the sender\'s clock said, where event_time was corrected, UTC.',
  `sent_at` timestamp COMMENT 'When the sender sent it by its own clock, UTC.',
  `received_at` timestamp COMMENT 'When the collector got it, UTC.',
  `is_clock_suspect` boolean NOT NULL COMMENT 'Whether sent_at and received_at differ by more than a day.',
  `is_bot` boolean NOT NULL COMMENT 'Whether the agent says it is a program.',
  `is_late` boolean NOT NULL COMMENT 'Whether it came after the stream had passed its time.',
  `anonymous_id` string COMMENT 'Id of the browser or device.',
  `user_id` string COMMENT 'Id of the signed-in person.',
  `distinct_id` string COMMENT 'PostHog\'s id of the client where the event names no device; its visitor is found by ties.',
  `ties` array<struct<distinct_id:string,anonymous_id:string>> COMMENT 'Ids that belong to the client of an anonymous id, as a PostHog event says.',
  `client_session_id` string COMMENT 'The client\'s own session id, kept only.',
  `platform` string COMMENT 'Where it came from, such as web or ios.',
  `device` string NOT NULL COMMENT 'desktop, mobile, tablet, or unknown.',
  `user_agent` string COMMENT 'The agent text of the browser or program.',
  `ip_prefix` string COMMENT 'The network the event came from, last part cut.',
  `language` string COMMENT 'Language tag of the browser.',
  `page_url` string COMMENT 'Address of the page.',
  `page_title` string COMMENT 'Title of the page.',
  `page_referrer` string COMMENT 'Address of the page before it.',
  `campaign_source` string COMMENT 'utm_source or what stands for it.',
  `campaign_medium` string COMMENT 'utm_medium or what stands for it.',
  `campaign_name` string COMMENT 'utm_campaign or what stands for it.',
  `campaign_term` string COMMENT 'utm_term or what stands for it.',
  `campaign_content` string COMMENT 'utm_content or what stands for it.',
  `campaign_click_id` string COMMENT 'Click id of an advertising network.',
  `search_query` string COMMENT 'What the visitor searched for.',
  `cart_id` string COMMENT 'The shop\'s id of the cart.',
  `currency` string NOT NULL COMMENT 'ISO 4217 code of the amounts in the event.',
  `items` array<struct<product_id:string,name:string,category:string,brand:string,variant:string,quantity:bigint,unit_price:decimal(18,4),discount:decimal(18,4)>> COMMENT 'The products of the event.',
  `order_id` string COMMENT 'The order, on purchase and refund.',
  `order_total` decimal(18,4) COMMENT 'Total of the order as tracked.',
  `order_tax` decimal(18,4) COMMENT 'Tax of the order as tracked.',
  `order_shipping` decimal(18,4) COMMENT 'Shipping of the order as tracked.',
  `order_discount` decimal(18,4) COMMENT 'Discount on the order as tracked.',
  `order_coupon` string COMMENT 'Coupon code of the order.',
  `properties` string COMMENT 'Everything else that was sent, as JSON text.',
  `schema_version` int NOT NULL COMMENT 'Version of the event format.',
  `content_hash` bigint NOT NULL COMMENT 'Hash of the message without white space.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (day)
COMMENT 'One accepted behavioural event: typed, counted once, flagged.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day,event_time,visitor_id',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/order_changes` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `order_id` string NOT NULL COMMENT 'The order.',
  `change_id` string NOT NULL COMMENT 'Id of the change; unique in the shop.',
  `changed_at` timestamp NOT NULL COMMENT 'When the change was made, UTC.',
  `status` string COMMENT 'placed, paid, shipped, delivered, cancelled, refunded or returned.',
  `placed_at` timestamp COMMENT 'When the order was placed, UTC.',
  `customer_id` string COMMENT 'The customer.',
  `anonymous_id` string COMMENT 'Id of the browser it was placed with.',
  `currency` string COMMENT 'ISO 4217 code of the amounts.',
  `lines` array<struct<line_id:string,product_id:string,name:string,category:string,sub_category:string,quantity:bigint,unit_price:decimal(18,4),discount:decimal(18,4),tax:decimal(18,4),unit_cost:decimal(18,4),profit:decimal(18,4)>> COMMENT 'All lines of the order.',
  `shipping` decimal(18,4) COMMENT 'Shipping of the order.',
  `tax` decimal(18,4) COMMENT 'Tax of the order.',
  `discount` decimal(18,4) COMMENT 'Discount on the whole order.',
  `total` decimal(18,4) COMMENT 'Total of the order.',
  `refund` struct<refund_id:string,amount:decimal(18,4),lines:array<struct<line_id:string,product_id:string,name:string,category:string,sub_category:string,quantity:bigint,unit_price:decimal(18,4),discount:decimal(18,4),tax:decimal(18,4),unit_cost:decimal(18,4),profit:decimal(18,4)>>> COMMENT 'Money given back with this change.',
  `ship` struct<mode:string,shipped_at:timestamp,country:string,region:string,city:string,postal_code:string> COMMENT 'How and where it is sent.',
  `segment` string COMMENT 'Segment of the customer.',
  `payment_method` string COMMENT 'How it is paid.',
  `channel` string COMMENT 'Where it was sold, such as web or store.',
  `properties` string COMMENT 'Everything else that was sent, as JSON text.',
  `content_hash` bigint NOT NULL COMMENT 'Hash of the message without white space.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (order_id)
COMMENT 'One accepted change of an order, counted once.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'order_id,change_id,changed_at',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/product_changes` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `product_id` string NOT NULL COMMENT 'The product.',
  `updated_at` timestamp NOT NULL COMMENT 'From when the record holds, UTC; where it does not say, its kafka_time.',
  `is_deleted` boolean NOT NULL COMMENT 'Whether the product is gone from then on.',
  `name` string COMMENT 'Name of the product.',
  `category` string COMMENT 'Its category.',
  `sub_category` string COMMENT 'Its sub-category.',
  `brand` string COMMENT 'Its brand.',
  `price` decimal(18,4) COMMENT 'Price of one piece.',
  `currency` string COMMENT 'ISO 4217 code of price and cost; empty for that of the shop.',
  `unit_cost` decimal(18,4) COMMENT 'What one piece costs the shop.',
  `stock` bigint COMMENT 'Pieces in stock; negative where more were sold.',
  `properties` string COMMENT 'Everything else that was sent, as JSON text.',
  `content_hash` bigint NOT NULL COMMENT 'Hash of the message without white space.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (product_id)
COMMENT 'One accepted record of a product, counted once.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'product_id,updated_at',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/customer_changes` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `customer_id` string NOT NULL COMMENT 'The customer; a pseudonym if it holds an e-mail address.',
  `updated_at` timestamp NOT NULL COMMENT 'From when the record holds, UTC; where it does not say, its kafka_time.',
  `is_deleted` boolean NOT NULL COMMENT 'Whether the customer is gone from then on.',
  `email` string COMMENT 'E-mail address as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `phone` string COMMENT 'Telephone number as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `name` string COMMENT 'Name as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `segment` string COMMENT 'Segment of the customer.',
  `country` string COMMENT 'Country.',
  `region` string COMMENT 'Region.',
  `city` string COMMENT 'City.',
  `created_at` timestamp COMMENT 'Since when the shop knows the customer, UTC.',
  `properties` string COMMENT 'Everything else that was sent and is not personal, as JSON text.',
  `content_hash` bigint NOT NULL COMMENT 'Hash of the message without white space.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `offset` bigint NOT NULL COMMENT 'The Kafka offset.',
  `kafka_time` timestamp NOT NULL COMMENT 'When Kafka took the message, UTC.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (customer_id)
COMMENT 'One accepted record of a customer, counted once.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'customer_id,updated_at',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/session_revisions` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day on which the session started.',
  `session_id` string NOT NULL COMMENT 'Hash of shop, visitor and first event.',
  `visitor_id` string NOT NULL COMMENT 'Whose session it is.',
  `started_at` timestamp NOT NULL COMMENT 'Time of the first event, UTC.',
  `ended_at` timestamp NOT NULL COMMENT 'Time of the last event, UTC.',
  `duration_seconds` bigint NOT NULL COMMENT 'Whole seconds from the first to the last event.',
  `started_by` string NOT NULL COMMENT 'Why it began: first, gap, max_duration, campaign, …',
  `first_event_id` string NOT NULL COMMENT 'The event that began it.',
  `last_event_id` string NOT NULL COMMENT 'The event that ended it.',
  `events` bigint NOT NULL COMMENT 'All events.',
  `page_views` bigint NOT NULL COMMENT 'Events of type page_view.',
  `product_views` bigint NOT NULL COMMENT 'Events of type view_item.',
  `events_by_type` map<string,bigint> NOT NULL COMMENT 'Events by type.',
  `products_viewed` array<string> NOT NULL COMMENT 'Distinct products of view_item events.',
  `funnel` array<struct<step:string,first_at:timestamp,reached_at:timestamp>> NOT NULL COMMENT 'The funnel steps that occurred, in funnel order.',
  `purchase_event_ids` array<string> NOT NULL COMMENT 'Ids of the purchase events, in order.',
  `order_ids` array<string> NOT NULL COMMENT 'Distinct order ids of the purchase events.',
  `entry_page` string COMMENT 'Address of the first page.',
  `exit_page` string COMMENT 'Address of the last page.',
  `referrer` string COMMENT 'Referrer of the first event that has one.',
  `campaign_source` string COMMENT 'Source of the first campaign.',
  `campaign_medium` string COMMENT 'Medium of the first campaign.',
  `campaign_name` string COMMENT 'Name of the first campaign.',
  `channel` string NOT NULL COMMENT 'Channel group of the first campaign or referrer.',
  `device` string NOT NULL COMMENT 'desktop, mobile, tablet, or unknown; of the first event.',
  `platform` string COMMENT 'Platform of the first event that has one.',
  `user_id` string COMMENT 'The last signed-in person seen.',
  `client_session_id` string COMMENT 'The client\'s own session id, of the first event.',
  `is_bot` boolean NOT NULL COMMENT 'Whether any event came from a program.',
  `is_bounce` boolean NOT NULL COMMENT 'Whether it is a single event.',
  `revision` bigint NOT NULL COMMENT 'Number of the revision of this session, from 1.',
  `is_removed` boolean NOT NULL COMMENT 'Whether the session has merged into another.',
  `ingested_at` timestamp NOT NULL COMMENT 'When the row was written, UTC.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch that wrote the row.'
) USING delta
CLUSTER BY (day)
COMMENT 'A session as the stream saw it after a batch; the last counts.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day,batch',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/sessions` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day on which the session started.',
  `session_id` string NOT NULL COMMENT 'Hash of shop, visitor and first event.',
  `visitor_id` string NOT NULL COMMENT 'Whose session it is.',
  `started_at` timestamp NOT NULL COMMENT 'Time of the first event, UTC.',
  `ended_at` timestamp NOT NULL COMMENT 'Time of the last event, UTC.',
  `duration_seconds` bigint NOT NULL COMMENT 'Whole seconds from the first to the last event.',
  `started_by` string NOT NULL COMMENT 'Why it began: first, gap, max_duration, campaign, …',
  `first_event_id` string NOT NULL COMMENT 'The event that began it.',
  `last_event_id` string NOT NULL COMMENT 'The event that ended it.',
  `events` bigint NOT NULL COMMENT 'All events.',
  `page_views` bigint NOT NULL COMMENT 'Events of type page_view.',
  `product_views` bigint NOT NULL COMMENT 'Events of type view_item.',
  `events_by_type` map<string,bigint> NOT NULL COMMENT 'Events by type.',
  `products_viewed` array<string> NOT NULL COMMENT 'Distinct products of view_item events.',
  `funnel` array<struct<step:string,first_at:timestamp,reached_at:timestamp>> NOT NULL COMMENT 'The funnel steps that occurred, in funnel order.',
  `purchase_event_ids` array<string> NOT NULL COMMENT 'Ids of the purchase events, in order.',
  `order_ids` array<string> NOT NULL COMMENT 'Distinct order ids of the purchase events.',
  `entry_page` string COMMENT 'Address of the first page.',
  `exit_page` string COMMENT 'Address of the last page.',
  `referrer` string COMMENT 'Referrer of the first event that has one.',
  `campaign_source` string COMMENT 'Source of the first campaign.',
  `campaign_medium` string COMMENT 'Medium of the first campaign.',
  `campaign_name` string COMMENT 'Name of the first campaign.',
  `channel` string NOT NULL COMMENT 'Channel group of the first campaign or referrer.',
  `device` string NOT NULL COMMENT 'desktop, mobile, tablet, or unknown; of the first event.',
  `platform` string COMMENT 'Platform of the first event that has one.',
  `user_id` string COMMENT 'The last signed-in person seen.',
  `client_session_id` string COMMENT 'The client\'s own session id, of the first event.',
  `is_bot` boolean NOT NULL COMMENT 'Whether any event came from a program.',
  `is_bounce` boolean NOT NULL COMMENT 'Whether it is a single event.'
) USING delta
CLUSTER BY (day)
COMMENT 'One session of one visitor.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day,visitor_id,started_at',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/orders` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day on which it was placed.',
  `order_id` string NOT NULL COMMENT 'The order.',
  `origin` string NOT NULL COMMENT 'order_system, or tracked by a purchase event.',
  `placed_at` timestamp NOT NULL COMMENT 'When it was placed, UTC.',
  `changed_at` timestamp NOT NULL COMMENT 'When it last changed, UTC.',
  `status` string COMMENT 'The last status.',
  `customer_id` string COMMENT 'The customer; empty for a guest.',
  `visitor_id` string COMMENT 'Who bought it, by the first purchase event.',
  `converting_event_id` string COMMENT 'The first purchase event of the order.',
  `converting_event_time` timestamp COMMENT 'Time of that event, UTC.',
  `currency` string NOT NULL COMMENT 'ISO 4217 code of all amounts in the row.',
  `is_return` boolean NOT NULL COMMENT 'Whether it only gives goods back.',
  `units` bigint NOT NULL COMMENT 'Pieces of the lines that sell.',
  `gross` decimal(38,4) NOT NULL COMMENT 'Sum of the lines with a positive amount.',
  `returned` decimal(38,4) NOT NULL COMMENT 'Minus the sum of the lines with a negative amount.',
  `discounts` decimal(38,4) NOT NULL COMMENT 'Discounts on lines and on the order.',
  `merchandise` decimal(38,4) NOT NULL COMMENT 'gross − returned − discounts.',
  `shipping` decimal(38,4) NOT NULL COMMENT 'Shipping.',
  `tax` decimal(38,4) NOT NULL COMMENT 'Tax.',
  `total` decimal(38,4) NOT NULL COMMENT 'The stated total, else merchandise + shipping + tax.',
  `basis` decimal(38,4) NOT NULL COMMENT 'What revenue counts: merchandise, or by setting total.',
  `refunded` decimal(38,4) NOT NULL COMMENT 'All money given back.',
  `cancelled` decimal(38,4) NOT NULL COMMENT 'Money lost by cancellation.',
  `net_revenue` decimal(38,4) NOT NULL COMMENT 'basis − refunded − cancelled.',
  `profit` decimal(38,4) COMMENT 'Profit of the lines, where costs are known.',
  `lines` array<struct<line_number:bigint,line_id:string,product_id:string,name:string,category:string,sub_category:string,quantity:bigint,unit_price:decimal(18,4),amount:decimal(38,4),discount:decimal(18,4),tax:decimal(18,4),unit_cost:decimal(18,4),profit:decimal(38,4)>> NOT NULL COMMENT 'The lines.',
  `refunds` array<struct<refund_id:string,refunded_at:timestamp,day:date,amount:decimal(18,4),lines:array<struct<line_id:string,product_id:string,name:string,category:string,sub_category:string,quantity:bigint,unit_price:decimal(18,4),discount:decimal(18,4),tax:decimal(18,4),unit_cost:decimal(18,4),profit:decimal(18,4)>>>> NOT NULL COMMENT 'The refunds.',
  `cancellations` array<struct<cancelled_at:timestamp,day:date,amount:decimal(38,4)>> NOT NULL COMMENT 'The cancellations.',
  `ship` struct<mode:string,shipped_at:timestamp,country:string,region:string,city:string,postal_code:string> COMMENT 'How and where it is sent.',
  `segment` string COMMENT 'Segment of the customer.',
  `payment_method` string COMMENT 'How it is paid.',
  `channel` string COMMENT 'Where it was sold.'
) USING delta
CLUSTER BY (day)
COMMENT 'One order, from the order system or else as tracked.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day,order_id',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/products` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `product_id` string NOT NULL COMMENT 'The product.',
  `valid_from` timestamp NOT NULL COMMENT 'From when this version stood, UTC.',
  `valid_to` timestamp COMMENT 'Until when, UTC, that instant not included; empty while it stands. After the last version of what was deleted there is none.',
  `is_current` boolean NOT NULL COMMENT 'Whether this version still stands.',
  `is_first` boolean NOT NULL COMMENT 'Whether no earlier version is known; a fact before valid_from uses it too.',
  `name` string COMMENT 'Name of the product.',
  `category` string COMMENT 'Its category.',
  `sub_category` string COMMENT 'Its sub-category.',
  `brand` string COMMENT 'Its brand.',
  `price` decimal(18,4) COMMENT 'Price of one piece.',
  `currency` string COMMENT 'ISO 4217 code of price and cost; empty for that of the shop.',
  `unit_cost` decimal(18,4) COMMENT 'What one piece costs the shop.',
  `stock` bigint COMMENT 'Pieces in stock; negative where more were sold.',
  `properties` string COMMENT 'Everything else that was sent, as JSON text.'
) USING delta
CLUSTER BY (product_id)
COMMENT 'One version of a product; neighbours differ.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'product_id',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/silver/customers` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `customer_id` string NOT NULL COMMENT 'The customer; a pseudonym if it holds an e-mail address.',
  `valid_from` timestamp NOT NULL COMMENT 'From when this version stood, UTC.',
  `valid_to` timestamp COMMENT 'Until when, UTC, that instant not included; empty while it stands. After the last version of what was deleted there is none.',
  `is_current` boolean NOT NULL COMMENT 'Whether this version still stands.',
  `is_first` boolean NOT NULL COMMENT 'Whether no earlier version is known; a fact before valid_from uses it too.',
  `email` string COMMENT 'E-mail address as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `phone` string COMMENT 'Telephone number as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `name` string COMMENT 'Name as a pseudonym, which begins with the id of its key; nothing may join on it.',
  `segment` string COMMENT 'Segment of the customer.',
  `country` string COMMENT 'Country.',
  `region` string COMMENT 'Region.',
  `city` string COMMENT 'City.',
  `created_at` timestamp COMMENT 'Since when the shop knows the customer, UTC.',
  `properties` string COMMENT 'Everything else that was sent and is not personal, as JSON text.'
) USING delta
CLUSTER BY (customer_id)
COMMENT 'One version of a customer; neighbours differ.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'customer_id',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/ops/ledger` (
  `query` string NOT NULL COMMENT 'The stream, with the id of its checkpoint.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch.',
  `topic` string NOT NULL COMMENT 'The real Kafka topic.',
  `partition` int NOT NULL COMMENT 'The Kafka partition.',
  `first_offset` bigint NOT NULL COMMENT 'First offset read.',
  `last_offset` bigint NOT NULL COMMENT 'Last offset read.',
  `read` bigint NOT NULL COMMENT 'Messages read.',
  `accepted` bigint NOT NULL COMMENT 'Messages that became a row.',
  `duplicate` bigint NOT NULL COMMENT 'Messages that were there already.',
  `conflicting` bigint NOT NULL COMMENT 'Duplicates with other content.',
  `late` bigint NOT NULL COMMENT 'Accepted ones that came late.',
  `bot` bigint NOT NULL COMMENT 'Accepted ones from programs.',
  `rejected` bigint NOT NULL COMMENT 'Messages with a reason to be refused.',
  `rejected_by_reason` map<string,bigint> NOT NULL COMMENT 'Refused messages by reason.'
) USING delta
COMMENT 'What one batch did with the messages of one Kafka partition.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/ops/ledger_days` (
  `query` string NOT NULL COMMENT 'The stream, with the id of its checkpoint.',
  `batch` bigint NOT NULL COMMENT 'The micro-batch.',
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day of the event.',
  `accepted` bigint NOT NULL COMMENT 'Messages that became a row.',
  `duplicate` bigint NOT NULL COMMENT 'Messages that were there already.',
  `conflicting` bigint NOT NULL COMMENT 'Duplicates with other content.'
) USING delta
COMMENT 'The accepted and duplicate messages of one batch by event day.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/gold/daily_revenue` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day: of placing, of the refund, of the cancellation.',
  `currency` string NOT NULL COMMENT 'ISO 4217 code of all amounts in the row.',
  `orders` bigint NOT NULL COMMENT 'Orders placed that sell something.',
  `returns` bigint NOT NULL COMMENT 'Orders placed that only give goods back.',
  `units` bigint NOT NULL COMMENT 'Pieces of the lines that sell.',
  `gross` decimal(38,4) NOT NULL COMMENT 'Lines with a positive amount.',
  `returned` decimal(38,4) NOT NULL COMMENT 'Minus the lines with a negative amount.',
  `discounts` decimal(38,4) NOT NULL COMMENT 'Discounts on lines and on orders.',
  `merchandise` decimal(38,4) NOT NULL COMMENT 'gross − returned − discounts.',
  `shipping` decimal(38,4) NOT NULL COMMENT 'Shipping.',
  `tax` decimal(38,4) NOT NULL COMMENT 'Tax.',
  `total` decimal(38,4) NOT NULL COMMENT 'What the orders of the day add up to for customers.',
  `cancelled` decimal(38,4) NOT NULL COMMENT 'Money lost by cancellations on this day.',
  `refunds` decimal(38,4) NOT NULL COMMENT 'Money given back on this day.',
  `net_revenue` decimal(38,4) NOT NULL COMMENT 'Revenue basis − refunds − cancelled.',
  `profit` decimal(38,4) NOT NULL COMMENT 'Profit of the lines whose costs are known.',
  `new_customers` bigint NOT NULL COMMENT 'Customers whose first order is of this day.',
  `returning_customers` bigint NOT NULL COMMENT 'Customers with an order today and one before.',
  `guest_orders` bigint NOT NULL COMMENT 'Orders without a customer.',
  `final_at` timestamp NOT NULL COMMENT 'From when the row is expected not to change, UTC.'
) USING delta
CLUSTER BY (day)
COMMENT 'Orders and money by shop, day and currency.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/gold/daily_activity` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day.',
  `dau` bigint NOT NULL COMMENT 'Distinct visitors with an event on this day.',
  `wau` bigint NOT NULL COMMENT 'Distinct visitors in the 7 days ending on this day.',
  `mau` bigint NOT NULL COMMENT 'Distinct visitors in the 30 days ending on this day.',
  `new_visitors` bigint NOT NULL COMMENT 'Visitors whose first event is of this day.',
  `events` bigint NOT NULL COMMENT 'Events of this day.',
  `page_views` bigint NOT NULL COMMENT 'page_view events of this day.',
  `product_views` bigint NOT NULL COMMENT 'view_item events of this day.',
  `sessions` bigint NOT NULL COMMENT 'Sessions that started on this day.',
  `bounces` bigint NOT NULL COMMENT 'Sessions of a single event.',
  `converted_sessions` bigint NOT NULL COMMENT 'Sessions whose purchase made an order.',
  `session_seconds` bigint NOT NULL COMMENT 'Seconds from first to last event, summed.',
  `bot_events` bigint NOT NULL COMMENT 'Events of programs, left out of all other columns.',
  `bot_sessions` bigint NOT NULL COMMENT 'Sessions of programs, left out likewise.',
  `final_at` timestamp NOT NULL COMMENT 'From when the row is expected not to change, UTC.'
) USING delta
CLUSTER BY (day)
COMMENT 'Visitors by event day and sessions by start day, without bots.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/gold/daily_funnel` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day on which the sessions started.',
  `device` string NOT NULL COMMENT 'desktop, mobile, tablet, or unknown.',
  `channel` string NOT NULL COMMENT 'Channel group of the sessions.',
  `step_order` int NOT NULL COMMENT 'Position of the step, from 1.',
  `step` string NOT NULL COMMENT 'Name of the step.',
  `sessions` bigint NOT NULL COMMENT 'Sessions that reached the step in order.',
  `sessions_ever` bigint NOT NULL COMMENT 'Sessions in which the step occurs at all.',
  `visitors` bigint NOT NULL COMMENT 'Distinct visitors who reached the step in order.',
  `drop_off` bigint NOT NULL COMMENT 'Sessions that reached the step before, but not this.',
  `final_at` timestamp NOT NULL COMMENT 'From when the row is expected not to change, UTC.'
) USING delta
CLUSTER BY (day)
COMMENT 'How far sessions got, by start day, device and channel, no bots.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/gold/daily_product_sales` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day: of the event, of placing, of the refund.',
  `product_id` string NOT NULL COMMENT 'The product; empty where a line has none.',
  `currency` string NOT NULL COMMENT 'ISO 4217 code of all amounts in the row.',
  `product_name` string COMMENT 'A name of the product on this day.',
  `category` string COMMENT 'A category of the product on this day.',
  `views` bigint NOT NULL COMMENT 'view_item events with the product, no bots.',
  `carts` bigint NOT NULL COMMENT 'add_to_cart events with the product, no bots.',
  `orders` bigint NOT NULL COMMENT 'Orders that sell the product.',
  `units` bigint NOT NULL COMMENT 'Pieces sold.',
  `gross` decimal(38,4) NOT NULL COMMENT 'Lines with a positive amount.',
  `returned` decimal(38,4) NOT NULL COMMENT 'Minus the lines with a negative amount.',
  `discounts` decimal(38,4) NOT NULL COMMENT 'Discounts on the lines.',
  `refunds` decimal(38,4) NOT NULL COMMENT 'Amounts of refunded lines on this day.',
  `net` decimal(38,4) NOT NULL COMMENT 'gross − returned − discounts − refunds.',
  `profit` decimal(38,4) NOT NULL COMMENT 'Profit of the lines whose costs are known.',
  `final_at` timestamp NOT NULL COMMENT 'From when the row is expected not to change, UTC.'
) USING delta
CLUSTER BY (day)
COMMENT 'Interest and sales by day, product and currency.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day',
  'delta.enableDeletionVectors' = 'true'
);

CREATE TABLE IF NOT EXISTS delta.`<lake>/gold/daily_quality` (
  `shop_id` string NOT NULL COMMENT 'The shop.',
  `day` date NOT NULL COMMENT 'Shop-local day of the event; of arrival for rejected ones.',
  `accepted` bigint NOT NULL COMMENT 'Events counted.',
  `late` bigint NOT NULL COMMENT 'Accepted events that came late.',
  `bot` bigint NOT NULL COMMENT 'Accepted events from programs.',
  `clock_corrected` bigint NOT NULL COMMENT 'Accepted events whose clock was corrected.',
  `duplicate` bigint NOT NULL COMMENT 'Copies of an event that was there already.',
  `conflicting` bigint NOT NULL COMMENT 'Copies with other content.',
  `rejected_events` bigint NOT NULL COMMENT 'Events refused, by day of arrival.',
  `rejected_records` bigint NOT NULL COMMENT 'Records refused, by day of arrival.',
  `final_at` timestamp NOT NULL COMMENT 'From when the row is expected not to change, UTC.'
) USING delta
CLUSTER BY (day)
COMMENT 'What became of the events, by day.'
TBLPROPERTIES (
  'delta.checkpointInterval' = '100',
  'delta.logRetentionDuration' = 'interval 365 days',
  'delta.dataSkippingStatsColumns' = 'day',
  'delta.enableDeletionVectors' = 'true'
);
