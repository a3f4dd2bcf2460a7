// Looks every few seconds how far a job is, and shows the page of its end. Without this script there is a link.
const EVERY = 3000
const said = document.querySelector('[data-progress]')

async function look() {
  const answer = document.hidden ? null : await fetch(location.href).catch(() => null)
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.querySelector('[data-progress]')
    if (!now) return location.reload()
    if (said.textContent !== now.textContent) said.textContent = now.textContent
  }
  setTimeout(look, EVERY)
}

document.querySelector('[data-by-itself]').hidden = false
setTimeout(look, EVERY)
