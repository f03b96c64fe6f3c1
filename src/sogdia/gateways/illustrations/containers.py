"""What goods are packed in: jars, bottles and flasks, bags, tins and bricks."""

import random

from sogdia.gateways.illustrations.brush import CREAM, dot, fill, line, mix, oval, petals, put, shadow
from sogdia.gateways.illustrations.labels import sign, sign_name
from sogdia.gateways.illustrations.leaves import leaf, twig
from sogdia.gateways.illustrations.spec import Spec

_GLASS = "#E7DFCB"


_LIDS = {"jam": ("#B23A3A", "#CE5B52"), "paste": ("#3E6B4A", "#5C8A63"), "butter": ("#C9A44A", "#E0C06E")}


def _glass_jar(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    level, wave = rng.uniform(-6, 10) - 162, rng.uniform(-8, 8)
    lid, lid_light = _LIDS.get(spec.kind, ("#8A5A2B", "#A8743D"))
    parts = [
        fill(
            "M-74-214H74C92-198 100-174 100-148V-44C100-14 86 0 58 0H-58C-86 0-100-14-100-44V-148"
            "C-100-174-92-198-74-214Z",
            "#E7D9BC",
        ),
        fill(
            f"M-92 {level + 2}C-50 {level - 8 + wave} 50 {level + 12 - wave} 92 {level}V-44C92-20 80-8 56-8H-56"
            "C-80-8-92-20-92-44Z",
            body,
        ),
        fill(
            f"M62 {level + 4}C74 {level + 4} 84 {level + 3} 92 {level}V-44C92-20 80-8 56-8H20C50-14 62-32 62-54Z",
            shade,
        ),
    ]
    if spec.kind in ("jam", "pickle"):
        for _ in range(9):
            x, y, turn = rng.uniform(-74, 60), rng.uniform(-140, -24), rng.uniform(-40, 40)
            parts.append(oval(x, y, rng.uniform(9, 15), rng.uniform(7, 11), mix(body, light, 0.35), turn))
    parts += [
        fill("M-82-252H82V-210H-82Z", lid),
        fill("M-82-252H82V-238H-82Z", lid_light),
        fill("M-66-122H66V-48H-66Z", "#FBF4E2"),
        sign(spec, 0, -85, shade),
        line("M-84-144V-62", light, 7),
    ]
    return "".join(parts)


def _beside_jar(spec: Spec) -> str:
    """A dipper beside honey, the fruit beside jam, a leaf beside the rest."""
    body, shade, light = spec.tints
    if spec.company in ("half", "branch") and spec.kind in ("", "honey"):
        rings = ((18 + k * 13, 25 - abs(k - 2) * 3, "#8A5A2B" if k % 2 else "#B98048") for k in range(5))
        dipper = line("M0-160V10", "#A8743D", 9) + "".join(oval(0, y, rx, 6.6, tint) for y, rx, tint in rings)
        return put(dipper, 318, 248, 20) + fill(
            "M300 334C316 320 352 322 358 336C348 348 306 348 300 334Z", body
        )
    if spec.company != "leaf" and spec.leaf == "none":
        return ""
    if sign_name(spec) == "flower":
        bloom = fill(petals(6, 46, 24), shade) + fill(petals(6, 38, 20, 30), body) + dot(0, 0, 11, light)
        return leaf(spec.leaf, 322, 292, -34, 0.6) + put(bloom, 304, 302)
    if spec.kind in ("jam", "pickle"):
        return (
            leaf(spec.leaf, 322, 282, -34, 0.56)
            + dot(306, 310, 34, body)
            + fill("M318 278A34 34 0 0 1 296 342.5C322 336 334 304 318 278Z", shade)
            + line("M282 304Q284 292 294 286", light, 5)
        )
    return leaf(spec.leaf, 262, 342, -18, 0.92)


def jar(spec: Spec, rng: random.Random) -> str:
    """A glass jar: honey, jam, paste."""
    wide, tall = spec.stretch(115)
    beside = _beside_jar(spec)
    scale = 0.94 + spec.size * 0.0014
    thing = put(_glass_jar(spec, rng), 174 if beside else 200, 344, 0, scale, wide, tall)
    return shadow(208 if beside else 200, 345, 150 if beside else 108) + thing + beside


_WINE = "M-17-292H17V-204C17-184 54-170 54-132V-14C54-4 48 0 40 0H-40C-48 0-54-4-54-14V-132C-54-170-17-184-17-204Z"
_WINE_SIDE = (
    "M6-292H17V-204C17-184 54-170 54-132V-14C54-4 48 0 40 0H4C24-4 30-12 30-26V-126C30-164 6-176 6-204Z"
)
_FLASK = "M-20-262H20V-206C20-186 82-166 82-104V-24C82-6 72 0 56 0H-56C-72 0-82-6-82-24V-104C-82-166-20-186-20-206Z"
_FLASK_FILL = (
    "M-20-196C-28-180-74-160-74-104V-26C-74-12-66-8-54-8H54C66-8 74-12 74-26V-104C74-160 28-180 20-196Z"
)
_FLASK_SIDE = (
    "M20-196C28-180 74-160 74-104V-26C74-12 66-8 54-8H16C40-12 48-24 48-42V-100C48-150 10-176 6-196Z"
)
_SQUARE = "M-16-284H16V-214C16-196 48-190 48-164V-12C48-4 42 0 36 0H-36C-42 0-48-4-48-12V-164C-48-190-16-196-16-214Z"
_SQUARE_FILL = (
    "M-16-196C-20-190-40-182-40-162V-14C-40-10-36-8-32-8H32C36-8 40-10 40-14V-162C40-182 20-190 16-196Z"
)
_SQUARE_SIDE = (
    "M16-196C20-190 40-182 40-162V-14C40-10 36-8 32-8H10C20-10 24-14 24-20V-160C24-178 8-188 4-196Z"
)
_ROUND = "M-18-256H18V-190C18-176 86-150 86-84C86-34 62 0 40 0H-40C-62 0-86-34-86-84C-86-150-18-176-18-190Z"
_ROUND_FILL = "M-18-182C-26-172-78-142-78-84C-78-40-58-8-38-8H38C58-8 78-40 78-84C78-142 26-172 18-182Z"
_ROUND_SIDE = "M18-182C26-172 78-142 78-84C78-40 58-8 38-8H10C36-16 52-44 52-84C52-132 12-160 6-182Z"
_SHAPES = (
    (_FLASK, _FLASK_FILL, _FLASK_SIDE, 24, 66, -286),
    (_ROUND, _ROUND_FILL, _ROUND_SIDE, 23, 60, -280),
    (_SQUARE, _SQUARE_FILL, _SQUARE_SIDE, 19, 40, -302),
)
_SMALL = (
    "M-18-168H18V-136C18-128 70-118 70-74V-20C70-6 62 0 50 0H-50C-62 0-70-6-70-20V-74C-70-118-18-128-18-136Z"
)


def _glassware(spec: Spec, kind: str) -> str:
    body, shade, light = spec.tints
    if kind == "wine":
        white = int(body[1:3], 16) > 170
        glass = mix(body, "#7A8A3C", 0.45) if white else mix(body, "#1F1A2A", 0.5)
        parts = [fill(_WINE, glass), fill(_WINE_SIDE, mix(glass, "#4A5520" if white else "#0E0C16", 0.45))]
        parts += [
            fill("M-19-292H19V-228H-19Z", body),
            fill("M5-292H19V-228H5Z", shade),
            fill("M-54-122H54V-40H-54Z", "#FBF4E2"),
            fill("M30-122H54V-40H30Z", "#E6DAC0"),
        ]
        parts += [
            sign(spec, -6, -80, shade, 1.1),
            line("M-42-140C-38-158-24-168-18-178", mix(glass, light, 0.6), 6),
        ]
        return "".join(parts)
    shape = _SHAPES[2 if kind in ("spirit", "vinegar") else spec.seed // 7 % 3]
    outline, level, side, neck, half, top = shape
    cork = ("#8A5A2B", "#A8743D") if kind in ("oil", "juice") else (mix(shade, "#2A1A16", 0.4), shade)
    parts = [fill(outline, _GLASS), fill(level, body), fill(side, shade)]
    parts += [
        fill(f"M{-neck} {top}H{neck}V{top + 34}H{-neck}Z", cork[0]),
        fill(f"M{-neck} {top}H{neck}V{top + 11}H{-neck}Z", cork[1]),
    ]
    parts += [
        fill(f"M{-half}-108H{half}V-36H{-half}Z", "#FBF4E2"),
        sign(spec, 0, -72, shade, 1 if half == 40 else 1.1),
        line(f"M{-half}-128Q{-half + 2}-146 {-half + 16}-158", light, 6),
    ]
    return "".join(parts)


def _phial(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        fill(_SMALL, _GLASS)
        + fill(
            "M-22-120C-40-112-62-104-62-74V-20C-62-10-56-8-48-8H48C56-8 62-10 62-20V-74C62-104 40-112 22-120Z",
            body,
        )
        + fill(
            "M22-120C40-112 62-104 62-74V-20C62-10 56-8 48-8H12C34-10 40-18 40-30V-72C40-98 16-110 8-120Z",
            shade,
        )
        + fill("M-24-202H24V-164H-24Z", "#8A5A2B")
        + fill("M-24-202H24V-190H-24Z", "#A8743D")
        + sign(spec, -6, -54, CREAM, 1.2)
        + line("M-52-66Q-50-84-36-96", light, 6)
    )


def _carton(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        fill("M-66-190H66V0H-66Z", body)
        + fill("M30-190H66V0H30Z", shade)
        + fill("M-66-190L-46-236H46L66-190Z", light)
        + fill("M-46-262H46V-236H-46Z", body)
        + fill("M16-262H46V-236H16Z", shade)
        + fill("M-66-136C-30-156 4-116 30-136V-40C4-20-30-60-66-40Z", light)
        + sign(spec, -18, -88, shade, 1.3)
        + line("M-52-176V-150", CREAM, 6)
    )


def flask(spec: Spec, rng: random.Random) -> str:
    """Oil, wine, vinegar, juice, milk."""
    kind = spec.kind or ("wine" if spec.ratio >= 170 else "oil")
    wide, tall = spec.stretch(150)
    if kind == "rose-water":
        thing, scale = _phial(spec), 1.24
    elif kind == "milk":
        thing, scale = _carton(spec), 1.1
    else:
        thing, scale = _glassware(spec, kind), 1.02
    scale *= 0.94 + spec.size * 0.0012
    x = 200 if spec.company == "none" and spec.count < 2 else 166
    extra, back = "", ""
    if spec.count >= 2:
        back = put(thing, 262, 340, 0, scale * 0.84, wide, tall)
    if spec.company == "branch":
        extra = twig(
            "willow" if spec.leaf == "none" else spec.leaf, 222, 336, rng.uniform(-22, -12), rng, 0.92
        )
        for fx, fy in ((278, 322), (320, 318)):
            extra += put(
                oval(0, 0, 23, 18, spec.shade)
                + oval(-2, -2, 19, 14, spec.body)
                + line("M-12-4Q-8-12 2-12", spec.light, 4),
                fx + rng.uniform(-6, 6),
                fy,
                rng.uniform(-20, 20),
            )
    elif spec.company == "leaf":
        extra = leaf("walnut" if spec.leaf == "none" else spec.leaf, 236, 340, rng.uniform(-26, -16), 1.05)
    elif spec.company == "half":
        extra = put(
            fill("M-50-40H50C50 0 30 20 0 20S-50 0-50-40Z", mix(_GLASS, "#FFFFFF", 0.3))
            + fill("M-43-24H43C40 2 26 13 0 13S-40 2-43-24Z", spec.body)
            + oval(0, -40, 50, 9, _GLASS),
            300,
            322,
        )
    return shadow(204, 344, 84 if x == 200 else 148) + back + put(thing, x, 343, 0, scale, wide, tall) + extra
