// Copies the ready message, hands it to the sharing menu of the phone, or prints. Without this script the links remain.
const row = document.querySelector('[data-share]')
const message = document.querySelector('#message')
const said = document.querySelector('[data-said]')
const copy = row?.querySelector('[data-copy]')
const send = row?.querySelector('[data-send]')

if (row) {
  row.hidden = false
  row.querySelector('[data-print]').addEventListener('click', () => print())
}
if (copy) {
  copy.addEventListener('click', async () => {
    message.select()
    try {
      await navigator.clipboard.writeText(message.value)
      said.textContent = copy.dataset.done
    } catch {
      said.textContent = copy.dataset.failed
    }
  })
}
if (send && navigator.share) {
  send.hidden = false
  send.addEventListener('click', () => navigator.share({text: message.value}).catch(() => {}))
}
