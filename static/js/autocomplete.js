// Gives the search field that replaces a long list the label, help and errors of that list.
window.django.jQuery(() => {
  for (const list of document.querySelectorAll('select.admin-autocomplete')) {
    const box = list.parentElement.querySelector('.select2-selection')
    const [label] = list.labels
    if (!box || !label) continue
    const value = box.querySelector('.select2-selection__rendered')
    label.id = `${list.id}_label`
    value.removeAttribute('role')
    value.removeAttribute('aria-readonly')
    box.setAttribute('aria-labelledby', `${label.id} ${value.id}`)
    for (const name of ['aria-describedby', 'aria-invalid']) {
      if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name))
    }
    label.addEventListener('click', () => box.focus())
    window.django.jQuery(list).on('select2:open', () => {
      document.querySelector('.select2-container--open .select2-search__field').setAttribute('aria-label', label.textContent)
    })
  }
})
