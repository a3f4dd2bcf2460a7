// Shows the passkey button where the browser knows passkeys, and says so when it did not work.
for (const box of document.querySelectorAll('[data-passkey]')) {
  const failed = box.querySelector('[data-passkey-failed]')
  box.hidden = !window.PublicKeyCredential
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    failed.hidden = false
  })
}
