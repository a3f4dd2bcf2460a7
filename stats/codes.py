"""How leerwegen and categories are written, wherever somebody gives them."""

import re

CATEGORY = re.compile(r"[a-z0-9][a-z0-9+:.-]{0,29}")
LEERWEG = re.compile(r"(BB|KB|GL|TL)(\+(BB|KB|GL|TL))*")
