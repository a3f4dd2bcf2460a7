// Plays a video of a platform on the page, once a visitor asks for it. Nothing is asked of the platform before.
// Without this script the link leads to the video at the platform.
function player(stage) {
  const frame = document.createElement('iframe')
  frame.className = 'video__frame'
  frame.title = stage.dataset.title
  frame.allow = 'autoplay; encrypted-media; fullscreen; picture-in-picture'
  // The site names itself to nobody, but YouTube refuses to play for who does not say where it plays.
  frame.referrerPolicy = 'strict-origin'
  frame.src = stage.dataset.player
  return frame
}

for (const stage of document.querySelectorAll('.video__stage')) {
  stage.querySelector('.video__start')?.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const frame = player(stage)
    stage.replaceChildren(frame)
    frame.focus()
  })
}
