// Shoplake: tells the collector of a shop what happens in it. See docs/sources/javascript.md.
(function () {
  'use strict'

  var MOST_EVENTS = 50
  var MOST_WAITING = 500
  var MOST_KEEPALIVE = 60000
  var script = document.currentScript
  var isRefused = navigator.doNotTrack === '1' || navigator.globalPrivacyControl === true
  var address =
    script.src.replace(/\/shoplake\.js.*$/, '/v1/events?api_key=') +
    encodeURIComponent(script.dataset.key || '')
  var timer = 0
  var failures = 0
  var most = MOST_EVENTS
  var isSending = false
  var isPausing = false
  var memory = {}

  // A storage that is forbidden or full throws; then the page remembers as long as it lives.
  function remembered(store, name, value) {
    try {
      var storage = window[store]
      if (value === null) storage.removeItem(name)
      else if (value !== undefined) storage.setItem(name, value)
      if (value !== undefined) delete memory[name]
      if (!(name in memory)) return storage.getItem(name)
    } catch (_) {
      if (value !== undefined) memory[name] = value
    }
    return memory[name] || null
  }

  function cookie(id, seconds) {
    document.cookie =
      'shoplake_id=' + id + '; Path=/; SameSite=Lax; Max-Age=' + seconds +
      (script.dataset.domain ? '; Domain=' + script.dataset.domain : '') +
      (location.protocol === 'https:' ? '; Secure' : '')
  }

  function newId() {
    if (window.crypto.randomUUID) return crypto.randomUUID()
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return (byte + 256).toString(16).slice(1)
    }).join('')
  }

  function visitor() {
    var found = document.cookie.match(/(?:^|; )shoplake_id=([\w-]{8,64})/)
    var id = (found && found[1]) || remembered('localStorage', 'shoplake_id') || newId()
    cookie(id, 31536000)
    return remembered('localStorage', 'shoplake_id', id)
  }

  // The events of a tab outlive its pages until they are answered.
  function waiting(events) {
    var name = 'shoplake_events'
    return JSON.parse(remembered('sessionStorage', name, events && JSON.stringify(events)) || '[]')
  }

  function later(millis) {
    clearTimeout(timer)
    timer = setTimeout(send, millis)
  }

  function send() {
    isPausing = false
    var batch = waiting().slice(0, most)
    if (isSending || !batch.length) return
    isSending = true
    var body = '[' + batch.join() + ']'
    fetch(address, { method: 'POST', body: body, keepalive: new Blob([body]).size < MOST_KEEPALIVE })
      .then(function (answer) {
        if (answer.status === 413 && batch.length > 1) {
          most = batch.length >> 1
          return later(0)
        }
        var isForLater = answer.status >= 500 || answer.status === 429 || answer.status === 408
        return isForLater ? again(answer.headers.get('Retry-After')) : done(batch, answer)
      }, again)
      .then(function () {
        isSending = false
      })
  }

  function done(batch, answer) {
    if (!answer.ok) console.warn('Shoplake: events were refused with status ' + answer.status)
    failures = 0
    waiting(waiting().filter(function (event) { return batch.indexOf(event) < 0 }))
    later(0)
  }

  function again(seconds) {
    failures += 1
    isPausing = true
    later(Math.max(1000 * (parseInt(seconds, 10) || 0), Math.min(60000, 500 * Math.pow(2, failures))))
  }

  function push(call) {
    if (isRefused) return
    var type = call[0]
    var fields = call[1] || {}
    if (fields.user_id || fields.user_id === 0) {
      fields = Object.assign({}, fields, { user_id: String(fields.user_id) })
      remembered('localStorage', 'shoplake_user', fields.user_id)
    }
    var event = {
      event_id: newId(),
      event_type: type,
      event_time: new Date().toISOString(),
      anonymous_id: visitor(),
      user_id: remembered('localStorage', 'shoplake_user') || undefined,
      platform: 'web',
      user_agent: navigator.userAgent,
      language: navigator.language,
      page: { url: location.href, title: document.title, referrer: document.referrer || undefined },
    }
    waiting(waiting().concat(JSON.stringify(Object.assign(event, fields))).slice(-MOST_WAITING))
    if (type === 'logout') remembered('localStorage', 'shoplake_user', null)
    if (!isPausing) later(50)
  }

  // A closing page waits for nothing; what the next one sends again has the same event_id.
  addEventListener('pagehide', function () {
    var events = isRefused ? [] : waiting()
    if (events.length) navigator.sendBeacon(address, '[' + events.slice(0, most).join() + ']')
  })

  if (isRefused) {
    cookie('', 0)
    remembered('localStorage', 'shoplake_id', null)
    remembered('localStorage', 'shoplake_user', null)
    remembered('sessionStorage', 'shoplake_events', null)
  } else if (script.dataset.pageView !== 'off') {
    push(['page_view'])
  }
  var calls = window.shoplake || []
  window.shoplake = { push: push }
  calls.forEach(push)
})()
