// Asks the browser where the visitor is, only after a tap, and searches there. What leaves the browser is rounded to
// about a kilometre, in the address of the list; nothing is kept.
const DECIMALS = 2
const PATIENCE = 15_000
const OLD_ENOUGH = 10 * 60_000
const NETHERLANDS = { south: 50.7, north: 53.7, west: 3.2, east: 7.3 }

const button = document.querySelector('[data-near-me]')
const field = button.closest('.near-me')
const status = field.querySelector('[role=status]')

function say(words) {
  status.textContent = words
}

function busy(isBusy) {
  button.setAttribute('aria-busy', isBusy)
}

function isInTheNetherlands({ latitude, longitude }) {
  const { south, north, west, east } = NETHERLANDS
  return latitude > south && latitude < north && longitude > west && longitude < east
}

// The question as it stands in the form, from this spot.
function address(spot) {
  const form = field.closest('form')
  const question = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
  question.set('near', [spot.latitude, spot.longitude].map(degrees => degrees.toFixed(DECIMALS)).join(','))
  return `${form.action}?${question}`
}

function found({ coords }) {
  busy(false)
  if (!isInTheNetherlands(coords)) {
    say(button.dataset.abroad)
    return
  }
  say('')
  location.assign(address(coords))
}

function notFound(error) {
  busy(false)
  say(error.code === error.PERMISSION_DENIED ? button.dataset.refused : button.dataset.failed)
}

function ask() {
  if (button.getAttribute('aria-busy') === 'true') return
  busy(true)
  say(button.dataset.busy)
  const options = { enableHighAccuracy: false, timeout: PATIENCE, maximumAge: OLD_ENOUGH }
  navigator.geolocation.getCurrentPosition(found, notFound, options)
}

if (isSecureContext && 'geolocation' in navigator) {
  button.addEventListener('click', ask)
  button.hidden = false
}
