"""What keeps people out of a page, measured in a browser: what axe finds, faint words, small targets, cut-off words.

A width or a look asks axe only for the rules that it can change: reckoning with colours is most of the work of axe.
"""

from axe_playwright_python.sync_playwright import Axe

PHONE, DESK = 360, 1280
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that can turn out otherwise in the dark; ./run accessibility asks all rules in every look."""
NO_COLOURS = {"rules": dict.fromkeys(COLOURS, {"enabled": False})}
FIRST_OF_A_LIST = {"exclude": [[".results > li:nth-child(n+4)"]]}
"""Of a list of cards axe reads the first three: the others are alike."""


def barriers(page, context=FIRST_OF_A_LIST, **options):
    """What axe finds: rule, and the first places where it is broken."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    asked = [context, {"preload": False, "resultTypes": ["violations"], **options}]
    found = page.evaluate("([context, options]) => axe.run(context, options).then(said => said.violations)", asked)
    return [(each["id"], [node["html"][:120] for node in each["nodes"]][:5]) for each in found]


def barriers_in_light_and_dark(page):
    """All rules on a phone and a desk, in light and dark; axe reckons with colours once in each, and we in the rest."""
    found = []
    for width, scheme, rules in (
        (PHONE, "dark", {"runOnly": COLOURS}),
        (PHONE, "light", NO_COLOURS),
        (DESK, "light", {}),
        (DESK, "dark", None),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        settle(page)
        said = [*(barriers(page, **rules) if rules is not None else []), *faint_words(page)]
        found += [(width, scheme, each) for each in said]
        if sideways(page) > 0:
            found.append((width, scheme, "sideways"))
    return found


SETTLE = """
() => {
  const still = new CSSStyleSheet()
  still.replaceSync('*, ::before, ::after { transition: none !important }')
  document.adoptedStyleSheets = [still]
}
"""


def settle(page):
    """Colours do not fade into those of another look: they are there at once."""
    page.evaluate(SETTLE)


FAINT_WORDS = """
() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number)
  const light = colour => {
    const [r, g, b] = numbers(colour).map(part => part / 255).map(
      part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const grounds = new Map([[null, 'rgb(255, 255, 255)']])
  const ground = element => {
    if (!grounds.has(element)) {
      const colour = getComputedStyle(element).backgroundColor
      grounds.set(element, (numbers(colour)[3] ?? 1) > 0 ? colour : ground(element.parentElement))
    }
    return grounds.get(element)
  }
  const faint = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    const meantToBeRead = numbers(getComputedStyle(element).color)[3] !== 0
    if (!meantToBeRead || !walker.currentNode.textContent.trim() || element.closest('.hidden, .skip, option')) continue
    const [dark, bright] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => a - b)
    if ((bright + 0.05) / (dark + 0.05) < 4.5) faint.push(element.outerHTML.slice(0, 120))
  }
  return faint
}
"""


def faint_words(page):
    """Words with too little contrast, by the colours that the browser really uses: axe does not see forced ones."""
    settle(page)
    return page.evaluate(FAINT_WORDS)


SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, summary, select, input, label.choice, label.check')].filter(element => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect()
  const unseen = !element.checkVisibility({visibilityProperty: true}) || element.matches('.skip, [type=hidden]')
  const inChoice = element.matches('.choice input, .check input')
  const sentence = [...(element.closest('p, li, dd')?.childNodes ?? [])]
  const inSentence = style.display === 'inline' && sentence.some(
    node => node.nodeType === 3 && node.textContent.trim().length > 1)
  const cover = getComputedStyle(element, '::after')
  const covers = cover.content !== 'none' && cover.position === 'absolute'
  const height = covers ? element.closest('.tile').getBoundingClientRect().height : box.height
  return !unseen && !inChoice && !inSentence && Math.round(height) < 44
}).map(element => `${element.outerHTML.slice(0, 120)} is ${element.getBoundingClientRect().height} high`)
"""


def small_targets(page):
    """Links, buttons and fields outside a sentence that are less than 44 pixels high."""
    return page.evaluate(SMALL_TARGETS)


def sideways(page):
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def cut_off(page):
    """Words that stick out of a box that hides what sticks out."""
    return page.evaluate("""
    () => [...document.querySelectorAll('main *')].filter(element => {
      const style = getComputedStyle(element)
      return /hidden|clip/.test(style.overflow)
        && !element.matches('.hidden, .offers thead, svg, svg *, select, input, details')
        && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
    }).map(element => element.outerHTML.slice(0, 120))
    """)
