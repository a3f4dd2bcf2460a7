// The map on request: shows its button, and fetches the map itself only when somebody asks for it.
const PATIENCE = 30_000

const section = document.getElementById('kaart')
const button = section.querySelector('.map__toggle')
const frame = section.querySelector('.map__frame')
const status = section.querySelector('.map__status')
let attempts = 0
let map

function open(isOpen) {
  frame.hidden = !isOpen
  button.setAttribute('aria-expanded', isOpen)
}

function busy(isBusy) {
  button.setAttribute('aria-busy', isBusy)
  status.textContent = isBusy ? section.dataset.busy : ''
}

// A browser may remember that a module failed; under another fragment it asks for the same file again.
function script(address) {
  return import(attempts > 1 ? `${address}#${attempts}` : address)
}

function style(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = address
    link.onload = resolve
    link.onerror = () => {
      link.remove()
      reject(new Error(address))
    }
    document.head.append(link)
  })
}

async function json(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) })
  if (!response.ok) throw new Error(address)
  return response.json()
}

function tooLong() {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('timeout')), PATIENCE))
}

function load() {
  attempts += 1
  const { script: drawing, leaflet, style: sheet, points, boundaries } = section.dataset
  return Promise.all([script(drawing), json(points), json(boundaries), script(leaflet), style(sheet)])
}

async function show() {
  busy(true)
  try {
    const [{ draw }, answer, areas] = await Promise.race([load(), tooLong()])
    open(true)
    map = draw(frame, answer, areas)
    busy(false)
    status.textContent = answer.summary
  } catch {
    open(false)
    busy(false)
    status.textContent = section.dataset.failed
  }
}

button.addEventListener('click', () => {
  if (button.getAttribute('aria-busy') === 'true') return
  if (!map) {
    show()
    return
  }
  open(frame.hidden)
  map.invalidateSize({ animate: false })
})

section.hidden = false
