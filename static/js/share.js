// Copies the ready message, or hands it to the sharing menu of the phone. Without this script the links remain.
const row = document.querySelector('[data-share]')
const message = document.querySelector('#message')
const said = document.querySelector('[data-said]')
const copy = row?.querySelector('[data-copy]')
const send = row?.querySelector('[data-send]')

if (row && message && navigator.clipboard) {
  row.hidden = false
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(message.value)
    said.textContent = copy.dataset.done
  })
}
if (row && message && navigator.share) {
  row.hidden = false
  send.hidden = false
  send.addEventListener('click', () => navigator.share({text: message.value}).catch(() => {}))
}
