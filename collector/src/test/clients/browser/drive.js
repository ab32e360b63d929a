// Visits a shop in a real browser, and says what posthog-js sent, if the page has it:
// node drive.js HOST KEY MARK CHROMIUM PAGE [do-not-track]
// An empty line says that the visit is over; the browser stays until the input ends, as what it
// sends while a page closes has no end that could be seen.
import { createReadStream, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const [host, key, mark, executablePath, file, refusal] = process.argv.slice(2)
const isRefused = refusal === 'do-not-track'

const page = readFileSync(file, 'utf8')
  .replaceAll('http://localhost:8000', host)
  .replaceAll('some-key', key)
  .replace('{ api_host', '{ before_send: told, api_host')

const shop = createServer((request, response) => {
  const library = request.url.match(/^\/posthog-js\/([\w.-]+)$/)
  if (library) {
    response.setHeader('Content-Type', 'text/javascript')
    createReadStream(`node_modules/posthog-js/dist/${library[1]}`).pipe(response)
  } else {
    response.setHeader('Content-Type', 'text/html')
    response.end(request.url === '/favicon.ico' ? '' : page)
  }
})
await new Promise((listening) => shop.listen(0, '127.0.0.1', listening))
const shopAddress = `http://127.0.0.1:${shop.address().port}/${mark}`

// posthog-js sends nothing for a browser that is driven by a program and says so.
const args = ['--disable-blink-features=AutomationControlled']
const browser = await chromium.launch({ executablePath, args })
const userAgent =
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`
const context = await browser.newContext({ userAgent })
await context.addInitScript(([isRefused, mark]) => {
  window.told = (event) => {
    const { uuid, event: name, properties } = event
    // The console is heard even while a page closes.
    console.debug(JSON.stringify({ uuid, event: name, distinct_id: properties.distinct_id }))
    return event
  }
  if (isRefused && location.protocol === 'http:') {
    Object.defineProperty(navigator, 'doNotTrack', { value: '1' })
    const left = JSON.stringify({ event_id: 'left', page: { url: `/${mark}/` } })
    sessionStorage.setItem('shoplake_events', JSON.stringify([left]))
  }
}, [isRefused, mark])

const tab = await context.newPage()
tab.on('console', (message) => {
  if (message.type() === 'debug') console.log(message.text())
  if (['warning', 'error'].includes(message.type())) console.error(message.text())
})
const patience = { timeout: 5_000 }
const underWay = new Set()
tab.on('request', (request) => underWay.add(request))
tab.on('requestfinished', (request) => underWay.delete(request))
tab.on('requestfailed', (request) => underWay.delete(request))
tab.on('pageerror', (error) => console.error(error))

await tab.goto(`${shopAddress}/mug?utm_source=news&utm_medium=email`)
await tab.click('#add')
// A browser gives up what is under way when a page ends, so the visitor waits for an answer.
const isOfEvents = (answer) =>
  answer.request().method() === 'POST' && /\/(e|v1)\//.test(answer.url())
await Promise.all([isRefused || tab.waitForResponse(isOfEvents), tab.click('#login')])
while (underWay.size > 0) {
  // Chromium does not tell the end of every request that may outlive its page.
  const ends = ['requestfinished', 'requestfailed'].map((end) => tab.waitForEvent(end, patience))
  await Promise.any(ends).catch(() => underWay.clear())
}
await tab.goto(`${shopAddress}/checkout`)
await tab.click('#buy')
if (isRefused && (await tab.evaluate(() => sessionStorage.length)) > 0) {
  console.error('There are events left of somebody who asks not to be tracked')
}
await tab.goto('about:blank')
console.log()
await new Promise((ended) => process.stdin.on('end', ended).resume())
await browser.close()
shop.close()
