// Draws the map: the municipalities, and one marker per location in the order of the list. Leaflet is loaded before.
const CLOSEST = 14
const FAR = 11
const WITHOUT = { attributionControl: false, zoomControl: false, scrollWheelZoom: false }
const ZOOM = { zoomSnap: 0.25, minZoom: 8, maxZoom: 17 }
const MOVES = ['zoomAnimation', 'fadeAnimation', 'markerZoomAnimation', 'inertia']

// Pixels: a marker with its surroundings, one beside another, a card, and what stands around that.
const SIZE = 44
const BESIDE = 38
const CARD_WIDTH = 272
const AROUND_CARD = 52
const CARD = { closeButton: false, minWidth: 200, autoPanPadding: [8, 16] }

// Where markers hide each other, the last of these is seen.
const ON_TOP = ['none', 'has_not', 'not_known', 'has']

// Puts a map in the frame, and gives it back. `answer` and `boundaries` are what schools/mapping.py makes.
export function draw(frame, answer, boundaries) {
  const canvas = frame.querySelector('.map__canvas')
  const map = emptyMap(canvas)
  if (answer.tiles) drawTiles(map, frame, answer.tiles)
  const areas = drawAreas(boundaries)
  map.fitBounds(extent(answer, areas), { padding: [SIZE / 2, SIZE / 2], maxZoom: CLOSEST, animate: false })
  areas.addTo(map)
  nameAreas(map, areas)
  if (answer.origin) drawOrigin(map, answer.origin, canvas.dataset.origin)
  drawMarkers(map, frame, answer.locations)
  shrinkFromAfar(map, canvas)
  explain(frame, answer)
  return map
}

function emptyMap(canvas) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = window.L.map(canvas, { ...WITHOUT, ...ZOOM, ...Object.fromEntries(MOVES.map(name => [name, !calm])) })
  if (calm) map.panBy = (by, options) => window.L.Map.prototype.panBy.call(map, by, { ...options, animate: false })
  canvas.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') map.closePopup()
  })
  const { zoomIn: zoomInTitle, zoomOut: zoomOutTitle } = canvas.dataset
  window.L.control.zoom({ position: 'bottomright', zoomInTitle, zoomOutTitle }).addTo(map)
  return map
}

// The circle that was searched, or all that was found.
function extent({ origin, locations }, areas) {
  if (origin) return window.L.latLng(origin.latitude, origin.longitude).toBounds(2000 * origin.radius)
  if (locations.length) return window.L.latLngBounds(locations.map(({ latitude, longitude }) => [latitude, longitude]))
  return areas.getBounds()
}

// Background

// Leaflet empties an image that it no longer needs with a data: address, which the site does not allow.
function drawTiles(map, frame, { url, attribution }) {
  const { TileLayer, GridLayer } = window.L
  const Tiles = TileLayer.extend({ _removeTile: GridLayer.prototype._removeTile, _abortLoading: null })
  new Tiles(url).addTo(map)
  frame.classList.add('map__frame--tiles')
  frame.querySelector('.source span').append(' ', ...attribution.split(/(https:\/\/\S+)/).map(linked))
}

function linked(text) {
  if (!text.startsWith('https://')) return text
  return Object.assign(element('a', '', text.slice(8)), { href: text })
}

function drawAreas(boundaries) {
  return window.L.geoJSON(boundaries, { interactive: false, style: { className: 'map__area' } })
}

// A name is written where it fits in its municipality.
function nameAreas(map, areas) {
  map.createPane('names').setAttribute('aria-hidden', 'true')
  const names = areas.getLayers().map(area => {
    const { name, west, east, latitude } = area.feature.properties
    const words = element('span', 'map__name', name)
    still(map, [latitude, (west + east) / 2], words, 'names')
    return { words, ends: [[latitude, west], [latitude, east]] }
  })
  const fit = () => {
    for (const { words, ends } of names) {
      const [left, right] = ends.map(end => map.project(end).x)
      words.classList.toggle('map__name--off', right - left < words.offsetWidth)
    }
  }
  map.on('zoomend', fit)
  fit()
}

function drawOrigin(map, { latitude, longitude, radius }, words) {
  const place = [latitude, longitude]
  window.L.circle(place, { radius: 1000 * radius, interactive: false, className: 'map__circle' }).addTo(map)
  still(map, place, element('span', 'map__origin', words), 'markerPane')
}

// Puts words on the map that nobody can choose.
function still(map, place, words, pane) {
  const icon = window.L.divIcon({ className: 'map__still', html: words, iconSize: null })
  window.L.marker(place, { icon, pane, interactive: false, keyboard: false }).addTo(map)
}

// Markers and their cards

// From afar markers are small shapes without a word, or they would hide each other.
function shrinkFromAfar(map, canvas) {
  const shrink = () => canvas.classList.toggle('map__canvas--far', map.getZoom() < FAR)
  map.on('zoomend', shrink)
  shrink()
}

function drawMarkers(map, frame, locations) {
  const taken = new Map()
  for (const location of locations) {
    const spot = [location.latitude.toFixed(4), location.longitude.toFixed(4)].join()
    const before = taken.get(spot) ?? 0
    taken.set(spot, before + 1)
    drawMarker(map, frame, location, before)
  }
}

// `before` is how many stand at the same place already: it is put beside them.
function drawMarker(map, frame, location, before) {
  const icon = window.L.divIcon({
    className: 'map__marker',
    html: box(frame, location.answer),
    iconSize: [SIZE, SIZE],
    popupAnchor: [before * BESIDE, -SIZE / 3]
  })
  const place = [location.latitude, location.longitude]
  const title = `${location.title}: ${location.word}`
  const zIndexOffset = 1000 * ON_TOP.indexOf(location.answer)
  const marker = window.L.marker(place, { icon, title, zIndexOffset, riseOnHover: true })
  const maxWidth = Math.min(CARD_WIDTH, map.getSize().x - AROUND_CARD)
  marker.bindPopup(() => card(frame, location, marker), { ...CARD, maxWidth })
  marker.on('popupopen', ({ popup }) => giveFocus(marker, popup))
  marker.on('popupclose', ({ popup }) => takeFocusBack(marker, popup))
  marker.addTo(map)
  const shown = marker.getElement()
  shown.style.setProperty('--before', before)
  shown.setAttribute('aria-label', title)
  shown.setAttribute('aria-haspopup', 'dialog')
  shown.addEventListener('keydown', event => {
    if (event.key !== ' ') return
    event.preventDefault()
    marker.openPopup()
  })
}

function giveFocus(marker, popup) {
  marker.getElement().classList.add('map__marker--open')
  popup.getElement().querySelector('.map__card').focus({ preventScroll: true })
}

// The focus goes back from a card to its marker, unless it is somewhere else already.
function takeFocusBack(marker, popup) {
  const shown = marker.getElement()
  shown.classList.remove('map__marker--open')
  const focused = document.activeElement
  if (focused === document.body || popup.getElement().contains(focused)) shown.focus({ preventScroll: true })
}

function box(frame, answer) {
  return frame.querySelector(`[data-answer=${answer}] .map__box`).cloneNode(true)
}

function card(frame, location, marker) {
  const shown = frame.querySelector('.map__template').content.firstElementChild.cloneNode(true)
  const slot = name => shown.querySelector(`[data-slot=${name}]`)
  for (const name of ['title', 'address', 'place', 'word', 'distance']) slot(name).textContent = location[name]
  slot('box').replaceWith(box(frame, location.answer))
  shown.dir = document.documentElement.dir
  shown.setAttribute('aria-label', location.title)
  shown.querySelector('a').href = location.url
  shown.querySelector('button').addEventListener('click', () => marker.closePopup())
  return shown
}

// Below the map

function explain(frame, { origin, locations, notes }) {
  const drawn = new Set(locations.map(({ answer }) => answer))
  if (origin) drawn.add('origin')
  for (const line of frame.querySelectorAll('[data-answer]')) line.hidden = !drawn.has(line.dataset.answer)
  frame.querySelector('.map__notes').replaceChildren(...notes.map(note => element('p', '', note)))
}

function element(tag, css, text) {
  return Object.assign(document.createElement(tag), { className: css, textContent: text })
}
