"""Figures in templates. The one tag finds them and says them; the templates decide where they stand."""

from django import template

from ..figures import figures

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context, indicator, region, profile="", category="", origin="published"):
    """The newest figures of an indicator as sentences, the first complete and the next ones short.

    {% figure "vmbo-doorstroom-mbo-techniek" region="PV28 NL01" profile="PIE" as said %}{{ said }} {{ said.source }}

    `region` and `category` are one or more codes with blanks between them; `profile` is the code of one profile,
    which the page itself names. `origin` is "published", or "calculated" for what we made of DUO's counts; the source
    says which it is. Each of `said` is a Figure. Where nothing is known of the indicator `said` is empty.
    """
    known = context.render_context.get("figures")
    if known is None:
        known = context.render_context["figures"] = figures()
    return known.say(indicator, region.split(), profile, category.split() or [""], origin)
