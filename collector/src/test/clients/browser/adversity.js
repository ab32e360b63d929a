// Opens a shop with the snippet where something is against it, and fails if it loses an event:
// node adversity.js HOST KEY MARK CHROMIUM PAGE
// An empty line says that nothing was lost.
import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [host, key, , executablePath, file] = process.argv.slice(2)
const address = `${host}/mug`
const html = readFileSync(file, 'utf8').replaceAll('http://localhost:8000', host).replaceAll('some-key', key)
const browser = await chromium.launch({ executablePath })

/** A page whose posts are answered with the status and the headers of answer(events). */
async function shop(answer) {
  const tab = await browser.newPage()
  const taken = []
  await tab.route(address, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await tab.route('**/v1/events**', async (route) => {
    const events = JSON.parse(route.request().postData())
    const { status, ...more } = answer(events)
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      ...more,
    }
    await route.fulfill({ status, headers })
    if (status === 202) taken.push(...events)
    tab.emit('answered', status)
  })
  return { tab, taken }
}

async function until(tab, isEnough) {
  while (!isEnough()) await tab.waitForEvent('answered', { timeout: 10_000 })
}

const isOf = (type) => (event) => event.event_type === type

// A storage that is full, and a body of more bytes than characters.
{
  const { tab, taken } = await shop(() => ({ status: 202 }))
  await tab.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new Error('full')
    }
  })
  await tab.goto(address)
  await tab.evaluate(() => {
    shoplake.push(['login', { user_id: 7 }])
    shoplake.push(['search', { query: 'ü'.repeat(40_000) }])
  })
  await until(tab, () => taken.some(isOf('search')))
  assert.deepStrictEqual(taken.filter(isOf('login')).map((event) => event.user_id), ['7'])
  assert.strictEqual(taken.find(isOf('search')).user_id, '7')
}

// A collector that takes fewer events at a time.
{
  const { tab, taken } = await shop((events) => ({ status: events.length > 2 ? 413 : 202 }))
  await tab.goto(address)
  await tab.evaluate(() => {
    for (let i = 0; i < 9; i++) shoplake.push(['search', { query: String(i) }])
  })
  await until(tab, () => taken.length >= 10)
}

// A collector that asks to wait, and a visitor who goes on.
{
  let posts = 0
  const { tab, taken } = await shop(() => (++posts > 1 ? { status: 202 } : { status: 503, 'Retry-After': '30' }))
  await tab.addInitScript(() => {
    const { fetch } = window
    window.asked = 0
    window.fetch = (...request) => {
      window.asked += 1
      window.answer = fetch(...request)
      return window.answer
    }
  })
  await tab.clock.install()
  await tab.goto(address)
  await tab.clock.runFor(100)
  await tab.evaluate(() => window.answer.then(() => {}))
  await tab.evaluate(() => shoplake.push(['search', { query: 'mug' }]))
  await tab.clock.runFor(20_000)
  assert.strictEqual(await tab.evaluate(() => window.asked), 1)
  await tab.clock.runFor(10_001)
  await until(tab, () => taken.some(isOf('search')))
}

console.log()
await browser.close()
