"""The small sign on a label: what is inside, without a word."""

from sogdia.gateways.illustrations.brush import dot, fill, line, oval, put
from sogdia.gateways.illustrations.leaves import blade
from sogdia.gateways.illustrations.spec import Spec


def sign(spec: Spec, x: float, y: float, colour: str, scale: float = 1) -> str:
    """The small sign on a label: what is inside, without a word."""
    six = "M0-17L15-8V8L0 17L-15 8V-8Z"
    signs = {
        "honey": line(six + "M-30 0L-15-8M30 0L15-8", colour, 4),
        "jam": dot(-10, 4, 9, colour)
        + dot(10, 4, 9, colour)
        + line("M-10-4Q-4-16 6-18M10-4Q8-12 6-18", colour, 3.4),
        "sauce": fill("M-16-4C-14-20 14-20 16-4C16 12 8 18 0 18S-16 12-16-4Z", colour)
        + line("M-8-16L0-8L8-16", colour, 4),
        "butter": line("M-22 6C-14-12-4-12 0 0S14 12 22-8", colour, 5),
        "pickle": put(blade(44, 11, (colour, colour, colour)), -20, 8, -20),
        "oil": fill("M0-20C12-4 16 4 12 12C6 20-6 20-12 12C-16 4-12-4 0-20Z", colour),
        "wine": "".join(
            dot(a, b, 6.4, colour) for a, b in ((-12, -6), (0, -6), (12, -6), (-6, 4), (6, 4), (0, 14))
        )
        + line("M0-12Q4-20 12-22", colour, 3),
        "grain": "".join(
            put(oval(0, 0, 4.4, 9, colour), s * 7, 10 - k * 12, s * 28) for k in range(3) for s in (-1, 1)
        )
        + line("M0 24V-22", colour, 3),
        "drop": fill("M0-22C16-4 20 4 14 14C6 24-6 24-14 14C-20 4-16-4 0-22Z", colour),
        "leaf": put(blade(52, 13, (colour, colour, colour)), -24, 12, -26),
        "flower": "".join(put(oval(0, -12, 6, 11, colour), 0, 0, t) for t in range(0, 360, 60)),
        "fruit": dot(0, 3, 15, colour) + line("M0-12Q2-20 10-24", colour, 4),
    }
    return put(signs[sign_name(spec)], x, y, 0, scale)


def sign_name(spec: Spec) -> str:
    """Which sign a label bears, from the kind and the plant."""
    by_kind = {
        "honey": "honey",
        "jam": "jam",
        "paste": "sauce",
        "butter": "butter",
        "pickle": "pickle",
        "wine": "wine",
        "vinegar": "grain",
        "spirit": "grain",
        "juice": "fruit",
        "rose-water": "flower",
        "milk": "drop",
        "flour": "grain",
        "tin": "drop",
        "pouch": "drop",
        "noodles": "grain",
        "box": "leaf",
    }
    if spec.kind in ("pouch", "tin", "oil", "box") and spec.leaf in (
        "walnut",
        "willow",
        "grass",
        "vine",
        "round",
    ):
        return {"vine": "wine", "grass": "grain", "walnut": "leaf", "willow": "leaf", "round": "flower"}[
            spec.leaf
        ]
    return by_kind.get(
        spec.kind, "oil" if spec.form == "flask" else "honey" if spec.form == "jar" else "grain"
    )
