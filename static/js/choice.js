// Remembers which schools were ticked to be compared, until the browser closes. The address alone is enough without it.
const MOST = 4
const KEY = 'compare'
const form = document.querySelector('#compare')
const boxes = [...document.querySelectorAll('input[type=checkbox][name=location]')]

function remembered() {
  try {
    const codes = JSON.parse(sessionStorage.getItem(KEY))
    return Array.isArray(codes) ? codes.filter(code => /^[0-9]{2}[A-Z]{2}[0-9]{2}$/.test(code)).slice(0, MOST) : []
  } catch {
    return []
  }
}

function remember(codes) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(codes))
  } catch {
    // A browser that keeps nothing: the address still does.
  }
}

function carried() {
  return [...form.querySelectorAll('input[type=hidden][name=location]')]
}

function carry(codes) {
  for (const input of carried()) input.remove()
  const here = new Set(boxes.map(box => box.value))
  for (const code of codes.filter(code => !here.has(code))) {
    const input = document.createElement('input')
    Object.assign(input, {type: 'hidden', name: 'location', value: code})
    form.append(input)
  }
}

function show(codes) {
  for (const box of boxes) {
    box.checked = codes.includes(box.value)
    box.disabled = !box.checked && codes.length >= MOST
  }
  carry(codes)
  const {none, some, full} = form.dataset
  const words = codes.length === 0 ? none : codes.length < MOST ? some : full
  form.querySelector('[data-count]').textContent = words.replace('{count}', codes.length)
  form.querySelector('[data-clear]').hidden = codes.length === 0
  form.classList.toggle('compare-bar--chosen', codes.length > 0)
}

function chosen() {
  return [...new Set([...carried(), ...boxes.filter(box => box.checked)].map(input => input.value))].slice(0, MOST)
}

function keep(codes) {
  remember(codes)
  show(codes)
}

if (form) {
  form.querySelector('[data-clear]').addEventListener('click', () => keep([]))
  for (const box of boxes) box.addEventListener('change', () => keep(chosen()))
  addEventListener('pageshow', () => {
    const asked = new URLSearchParams(location.search).getAll('location').map(code => code.toUpperCase())
    keep([...new Set([...remembered(), ...asked])].slice(0, MOST))
  })
}

const shown = document.querySelector('[data-choice]')
if (shown) {
  remember(shown.dataset.choice.split(' '))
  document.querySelector('[data-remembered]').hidden = remembered().length === 0
}

for (const link of document.querySelectorAll('a[data-compare]')) {
  const address = new URL(link.href)
  const codes = address.searchParams.getAll('location')
  for (const code of remembered()) {
    if (codes.length < MOST && !codes.includes(code)) codes.push(code), address.searchParams.append('location', code)
  }
  link.href = address
}
