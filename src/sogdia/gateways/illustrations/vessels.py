"""Vessels of copper, clay and willow."""

import math
import random

from sogdia.gateways.illustrations.brush import fill, line, mix, oval, petals, put, shadow
from sogdia.gateways.illustrations.leaves import leaf
from sogdia.gateways.illustrations.spec import Spec


def _band(y: float, half: float, colour: str, rng: random.Random, kind: int) -> str:
    """An ornament around the belly: waves, teeth or lozenges that follow the curve."""
    bow, many = 12, 9
    d = ""
    for i in range(many):
        x0 = -half + 2 * half * i / many
        x1 = -half + 2 * half * (i + 1) / many
        xm = (x0 + x1) / 2

        def low(x: float) -> float:
            return y + bow * (1 - (x / half) ** 2)

        if kind == 0:
            d += f"M{x0} {low(x0)}Q{xm} {low(xm) - 22} {x1} {low(x1)}"
        elif kind == 1:
            d += f"M{x0} {low(x0)}L{xm} {low(xm) - 16}L{x1} {low(x1)}"
        else:
            d += f"M{x0} {low(x0) - 8}L{xm} {low(xm) - 17}L{x1} {low(x1) - 8}L{xm} {low(xm)}Z"
    rails = "".join(f"M{-half} {y + k}Q0 {y + 2 * bow + k} {half} {y + k}" for k in (10, -26))
    return line(d + rails, colour, 3.6)


def _ewer(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    return (
        line("M62-180C130-190 138-96 74-74", shade, 14)
        + fill("M-62-96C-112-116-116-168-138-186L-122-196C-92-176-92-138-46-126Z", mix(body, shade, 0.3))
        + fill(
            "M-24-250C-22-214-34-196-58-168C-98-124-96-52-44-28H44C96-52 98-124 58-168C34-196 22-214 24-250Z",
            body,
        )
        + fill(
            "M6-250C8-214 18-196 40-168C70-124 66-52 14-28H44C96-52 98-124 58-168C34-196 22-214 24-250Z",
            shade,
        )
        + fill("M-44-30H44L62 0H-62Z", body)
        + fill("M14-30H44L62 0H28Z", shade)
        + _band(-104, 78, mix(shade, "#2A1810", 0.3), rng, pattern)
        + fill("M-32-258H32L26-244H-26Z", light)
        + fill("M-24-258C-20-284 20-284 24-258Z", body)
        + fill("M4-278C16-276 22-268 24-258H8Z", shade)
        + oval(0, -288, 8, 9, light)
        + line("M-66-84C-76-116-62-146-44-166M-16-238C-16-222-20-208-28-196", light, 8)
    )


def _teapot(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    return (
        line("M84-150C156-168 160-54 84-48", shade, 15)
        + fill("M-84-64C-124-70-124-128-156-150L-136-164C-106-146-100-122-70-118Z", mix(body, shade, 0.3))
        + fill("M-60-180C-120-150-124-34-64 0H64C124-34 120-150 60-180Z", body)
        + fill("M20-180C76-150 80-34 18 0H64C124-34 120-150 60-180Z", shade)
        + _band(-84, 104, mix(shade, "#2A1810", 0.3), rng, pattern)
        + fill("M-68-180C-60-216 60-216 68-180Q0-168-68-180Z", mix(body, light, 0.3))
        + fill("M20-206C50-202 64-194 68-180Q40-174 26-174Q36-192 20-206Z", shade)
        + oval(0, -212, 13, 12, body)
        + line("M-84-54C-96-96-84-128-64-148", light, 8)
    )


def _bowl(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    return (
        fill("M-138-128C-134-44-70-18-46-14L-54 0H54L46-14C70-18 134-44 138-128Z", body)
        + fill("M82-128C80-44 30-18 8-14V0H54L46-14C70-18 134-44 138-128Z", shade)
        + _band(-92, 118, light, rng, pattern)
        + oval(0, -128, 138, 32, mix(body, light, 0.5))
        + oval(0, -124, 122, 25, mix(shade, "#2A1810", 0.15))
        + line("M-84-122C-50-108 40-106 86-118", mix(shade, body, 0.5), 5)
        + line("M-116-98C-108-70-94-52-78-42", light, 7)
    )


def _pot(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    return (
        line("M-58-188C-116-192-116-124-84-116M58-188C116-192 116-124 84-116", mix(shade, body, 0.4), 14)
        + fill(
            "M-46-238C-42-212-48-200-66-184C-122-136-106-30-56 0H56C106-30 122-136 66-184C48-200 42-212 46-238Z",
            body,
        )
        + fill(
            "M18-238C20-212 26-200 40-184C84-136 66-30 18 0H56C106-30 122-136 66-184C48-200 42-212 46-238Z",
            shade,
        )
        + _band(-118, 94, light, rng, pattern)
        + _band(-66, 90, light, rng, (pattern + 1) % 3)
        + oval(0, -238, 56, 15, mix(body, light, 0.4))
        + oval(0, -236, 42, 9, mix(shade, "#2A1810", 0.4))
        + line("M-78-62C-90-104-80-140-58-164", light, 8)
    )


def _plate(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    deep = mix(shade, "#2A1810", 0.25)
    rim = "".join(
        put(fill("M0-142C10-132 10-122 0-112C-10-122-10-132 0-142Z", light), 0, 0, i * 20) for i in range(18)
    )
    many = (8, 6, 10)[pattern]
    flower = "".join(
        put(fill("M0-8C-20-34-14-66 0-78C14-66 20-34 0-8Z", light if i % 2 else deep), 0, 0, i * 360 / many)
        for i in range(many)
    )
    return (
        oval(0, 0, 150, 150, body)
        + fill("M54-140A150 150 0 0 1-46 142.8C84 128 136-20 54-140Z", shade)
        + rim
        + oval(0, 0, 98, 98, mix(body, shade, 0.45))
        + oval(-2, -2, 92, 92, body)
        + flower
        + oval(0, 0, 13, 13, light)
        + line("M-132-36C-122-76-98-106-66-122", light, 7)
    )


def _basket(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    parts = [
        line("M-92-130C-100-300 100-300 92-130", mix(body, shade, 0.5), 15),
        fill("M-118-134H118L92-8C60 4-60 4-92-8Z", body),
        fill("M60-134H118L92-8C78-2 60 0 40 1Z", shade),
    ]
    for row in range(5):
        y = -116 + row * 24
        half = 112 - row * 5.6
        for k in range(9):
            x = -half + (k + (row % 2) * 0.5) * half * 2 / 9
            if x + half * 0.2 < half:
                tint = light if x < half * 0.3 else mix(body, light, 0.3)
                parts.append(line(f"M{x + 4} {y}q{half * 0.09} -9 {half * 0.18} 0", tint, 6))
    parts.append(line("M-118-134C-60-122 60-122 118-134", mix(body, light, 0.4), 13))
    d = "".join(f"M{x} {-127 - abs(x) * 0.02}l10-6" for x in range(-110, 110, 18))
    parts.append(line(d, shade, 3.4))
    return "".join(parts)


def _cauldron(spec: Spec, rng: random.Random, pattern: int) -> str:
    body, shade, light = spec.tints
    return (
        line(
            "M-120-150C-150-150-150-110-118-108M120-150C150-150 150-110 118-108",
            mix(shade, "#1E1A1A", 0.2),
            12,
        )
        + fill("M-130-164H130C136-70 92 0 0 0S-136-70-130-164Z", body)
        + fill("M70-164H130C136-70 92 0 0 0C76-30 84-100 70-164Z", shade)
        + _band(-118, 120, mix(shade, "#2A1810", 0.3), rng, pattern)
        + oval(0, -164, 134, 26, mix(body, light, 0.5))
        + oval(0, -162, 118, 19, mix(shade, "#1E1A1A", 0.35))
        + line("M-108-96C-102-64-86-42-66-28", light, 8)
    )


def _cup(spec: Spec, rng: random.Random, pattern: int) -> str:
    """Two stemmed cups of thin stone."""
    body, shade, light = spec.tints
    veins = "".join(
        f"M{rng.uniform(-40, 20)} {rng.uniform(-190, -140)}q{rng.uniform(6, 18)} 18 {rng.uniform(-6, 24)} 36"
        for _ in range(3)
    )
    one = (
        fill(
            "M-62-214C-62-140-40-112-14-100L-12-36C-14-24-52-14-54 0H54C52-14 14-24 12-36L14-100C40-112 62-140 62-214Z",
            body,
        )
        + fill(
            "M28-214C28-140 16-112 0-102V-34C4-22 24-12 24 0H54C52-14 14-24 12-36L14-100C40-112 62-140 62-214Z",
            shade,
        )
        + line(veins, mix(body, light, 0.6), 4)
        + oval(0, -214, 62, 14, mix(body, light, 0.5))
        + oval(0, -213, 51, 9, mix(shade, "#0E1614", 0.3))
        + line("M-50-188C-48-156-40-136-28-122", light, 6)
    )
    return put(one, 56, -22, 0, 0.86) + put(one, -50, 0, 0, 1.04)


def _casket(spec: Spec, rng: random.Random, pattern: int) -> str:
    """A lidded box of carved lacquer."""
    body, shade, light = spec.tints
    gold = mix("#E7B45A", light, 0.3)
    rosette = fill(petals((8, 6, 10)[pattern], 30, 10), gold)
    return (
        fill("M-130-104H130V-6C130 0 126 4 120 4H-120C-126 4-130 0-130-6Z", body)
        + fill("M66-104H130V-6C130 0 126 4 120 4H66Z", shade)
        + fill("M-140-112C-140-160-96-172 0-172S140-160 140-112V-98H-140Z", mix(body, light, 0.12))
        + fill("M60-168C116-164 140-150 140-112V-98H72C80-124 76-150 60-168Z", shade)
        + line("M-132-98H132M-116-84H116V-14H-116Z", gold, 4)
        + put(rosette, -2, -48)
        + line(
            "M-100-48C-84-72-60-72-44-48C-60-24-84-24-100-48M40-48C56-72 80-72 96-48C80-24 56-24 40-48",
            gold,
            4,
        )
        + line("M-104-128C-80-150-40-156 0-156", light, 6)
        + fill("M-14-108H14V-82H-14Z", gold)
    )


def _gourd(spec: Spec, rng: random.Random, pattern: int) -> str:
    """A carved bottle gourd on its stand."""
    body, shade, light = spec.tints
    ink = mix(shade, "#2A1810", 0.4)
    hills = "M-70-60L-40-96L-22-78L10-118L36-84L56-100L76-66M-64-44H68"
    sun = f"M{-30 + pattern * 20}-134a9 9 0 1 1 .1 0"
    return (
        line("M4-262C2-282 14-296 26-300", "#7B5C3A", 10)
        + fill(
            "M0-266C34-266 50-240 46-212C42-190 40-184 54-172C104-140 110-40 50-10H-50C-110-40-104-140-54-172C-40-184-42-190-46-212C-50-240-34-266 0-266Z",
            body,
        )
        + fill(
            "M16-264C40-258 50-238 46-212C42-190 40-184 54-172C104-140 110-40 50-10H6C60-50 62-140 20-172C10-184 14-190 20-212C24-236 24-252 16-264Z",
            shade,
        )
        + line(hills + sun, ink, 4)
        + line("M-40-188C-14-178 14-178 40-188M-46-200C-16-190 16-190 46-200", ink, 4)
        + fill("M-66-14H66L54 0H-54Z", "#6B4A2B")
        + line("M-66-70C-78-110-68-142-48-158M-30-222C-30-238-24-248-14-252", light, 7)
    )


_KINDS = {
    "cup": (_cup, 1.1),
    "casket": (_casket, 1.1),
    "gourd": (_gourd, 1.06),
    "ewer": (_ewer, 1.04),
    "teapot": (_teapot, 1.08),
    "bowl": (_bowl, 1.16),
    "pot": (_pot, 1.12),
    "plate": (_plate, 1.04),
    "basket": (_basket, 1.1),
    "cauldron": (_cauldron, 1.12),
}


def vessel(spec: Spec, rng: random.Random) -> str:
    """One vessel; its ornament and small differences of shape come from the seed."""
    kind = spec.kind or ("ewer" if spec.ratio >= 120 else "bowl" if spec.ratio <= 85 else "pot")
    draw, base = _KINDS[kind]
    wide, tall = spec.stretch(
        {"ewer": 150, "gourd": 130, "casket": 70, "bowl": 60, "plate": 100, "basket": 110}.get(kind, 110)
    )
    scale = base * (0.94 + spec.size * 0.001)
    pattern = (spec.seed + spec.count) % 3
    if kind == "plate":
        return shadow(200, 352, 96) + put(
            draw(spec, rng, pattern), 200, 196, math.degrees(0.04), scale * 0.98
        )
    half = spec.company == "half" and kind in ("bowl", "pot", "teapot")
    small = put(_bowl(spec, rng, (pattern + 1) % 3), 318, 348, 0, 0.42) if half else ""
    green = leaf(spec.leaf, 262, 338, -24, 0.9) if spec.company in ("leaf", "branch") else ""
    return (
        shadow(204, 346, 150)
        + put(draw(spec, rng, pattern), 184 if half else 200, 344, 0, scale, wide, tall)
        + small
        + green
    )
