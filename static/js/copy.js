// Copies the text of an element to the clipboard and says so. Without this script people select the text themselves.
const said = document.querySelector('[data-said]')

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = document.querySelector(button.dataset.copy).innerText
    try {
      await navigator.clipboard.writeText(text)
      said.textContent = button.dataset.done
    } catch {
      said.textContent = button.dataset.failed
    }
  })
}
