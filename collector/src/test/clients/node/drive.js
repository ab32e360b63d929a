// Visits a shop as a server with posthog-node sees it, and says what the client sent:
// node drive.js HOST KEY MARK
import { PostHog } from 'posthog-node'

const [host, key, mark] = process.argv.slice(2)
const client = new PostHog(key, { host, flushAt: 3, fetchRetryDelay: 200 })
const kinds = ['capture', 'identify', 'alias', 'set', 'groupIdentify']
for (const kind of kinds) {
  client.on(kind, ({ uuid, event, distinct_id }) =>
    console.log(JSON.stringify({ uuid, event, distinct_id })))
}
client.on('error', (error) => console.error(error))

const visitor = `${mark}-visitor`
const customer = `${mark}-customer`
client.capture({
  distinctId: visitor,
  event: '$pageview',
  properties: { $current_url: 'https://shop.example/?utm_source=news' },
})
client.capture({
  distinctId: visitor,
  event: 'Product Added',
  properties: { product_id: 'sku-1', price: 19.99, quantity: 2, name: 'Schöne Tasse ☕' },
  timestamp: new Date(Date.now() - 60_000),
})
client.identify({ distinctId: customer, properties: { plan: 'gold', $set_once: { first: 1 } } })
client.alias({ distinctId: customer, alias: visitor })
client.capture({ distinctId: customer, event: '$set', properties: { $set: { city: 'Köln' } } })
client.groupIdentify({ groupType: 'company', groupKey: mark, distinctId: customer })
client.capture({
  distinctId: customer,
  event: 'Order Completed',
  properties: { order_id: `${mark}-1`, total: 39.98, currency: 'EUR' },
})
await client.getAllFlags(customer)
await client.shutdown()
