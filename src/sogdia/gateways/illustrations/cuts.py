"""Meat and cheese as they are sold."""

import math
import random

from sogdia.gateways.illustrations.brush import CREAM, dot, fill, line, mix, oval, put, shadow, smooth
from sogdia.gateways.illustrations.leaves import leaf, twig
from sogdia.gateways.illustrations.spec import Spec

_FAT, _BONE, _BONE_SHADE = "#F6E3CC", "#F3EBDA", "#D9CBB0"


def _one_leg(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    return (
        line("M268 136L316 84", _BONE, 27)
        + dot(312, 74, 19, _BONE)
        + dot(330, 92, 18, _BONE)
        + line("M284 136L318 100", _BONE_SHADE, 9)
        + fill(
            "M66 254C58 184 118 132 186 122C232 116 262 112 280 124C296 140 288 164 274 192C250 250 232 312 160 330C100 340 72 306 66 254Z",
            _FAT,
        )
        + fill(
            "M80 252C74 194 128 146 190 136C230 130 258 124 272 134C280 146 274 164 262 190C240 244 222 300 158 316C108 324 84 296 80 252Z",
            body,
        )
        + fill(
            "M272 134C280 146 274 164 262 190C240 244 222 300 158 316C140 319 126 317 114 311C190 300 226 240 246 132C258 129 267 129 272 134Z",
            shade,
        )
        + oval(122, 260, 30, 26, _FAT, -20)
        + oval(122, 260, 19, 16, mix(_BONE_SHADE, "#C98A7A", 0.3), -20)
        + line(
            "M104 216C118 184 148 164 180 156M172 206C192 190 204 184 222 180M160 250C180 240 194 226 204 212",
            light,
            6,
        )
    )


def _leg(spec: Spec, rng: random.Random) -> str:
    """One leg, or two shanks crossed."""
    one = _one_leg(spec, rng)
    if spec.count < 2:
        return one
    return put(one, 76, 12, 0, 0.8) + put(one, -18, 68, 3, 0.82)


def _rack(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    many = max(4, min(7, spec.count or 6))
    ribs = ""
    for i in range(many):
        x = 84 + i * 232 / (many - 1)
        ribs += line(f"M{x} 226C{x - 2} 170 {x + 12} 118 {x + 32} {84 + rng.uniform(-4, 4)}", _BONE, 15)
        ribs += line(f"M{x + 5} 200C{x + 6} 160 {x + 18} 122 {x + 34} 94", _BONE_SHADE, 4)
    return (
        ribs
        + fill(
            "M52 236C56 190 96 186 140 188H300C342 190 360 214 356 256C352 304 330 334 280 336H112C66 334 46 292 52 236Z",
            _FAT,
        )
        + fill(
            "M62 244C66 208 98 206 140 206H298C332 208 346 226 343 258C340 296 322 318 278 320H116C78 318 58 286 62 244Z",
            body,
        )
        + fill("M298 206C332 208 346 226 343 258C340 296 322 318 278 320H190C270 314 318 270 298 206Z", shade)
        + "".join(
            line(
                f"M{92 + i * 44} 212C{98 + i * 44} 240 {94 + i * 44} 280 {88 + i * 44} 312",
                mix(_FAT, body, 0.35),
                6,
            )
            for i in range(1, 5)
        )
        + line("M82 250C84 234 96 226 112 224", light, 8)
    )


def _steak(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints

    def slab(scale: float) -> str:
        rough = [
            (-132, -10),
            (-104, -72),
            (-30, -96),
            (50, -92),
            (118, -56),
            (136, 10),
            (104, 66),
            (34, 88),
            (-50, 84),
            (-112, 48),
        ]
        edge = [(x * rng.uniform(0.96, 1.04), y * rng.uniform(0.96, 1.04)) for x, y in rough]
        inner = [(x * 0.86 - 2, y * 0.83 - 3) for x, y in edge]
        veins = "".join(
            f"M{x} {y}q{rng.uniform(8, 18)} {rng.uniform(-12, 12)} {rng.uniform(28, 44)} {rng.uniform(-12, 12)}"
            for x, y in ((-84, -10), (-56, 36), (-40, -46), (-6, 4), (20, -52), (14, 46), (52, 12), (46, -20))
        )
        return (
            put(fill(smooth(edge), mix(shade, "#5A2A20", 0.2)), 4, 15)
            + fill(smooth(edge), _FAT)
            + fill(smooth(inner), body)
            + fill(smooth([inner[4], inner[5], inner[6], inner[7], (10, 62), (66, 30), (84, -20)]), shade)
            + line(veins, mix(_FAT, body, 0.2), 4.6)
            + ("" if spec.trait == "stripes" else oval(-86, -30, 15, 19, _BONE))
        )

    fore = put(slab(1), 190, 252, rng.uniform(-6, 4), 0.98)
    back = put(slab(1), 232, 170, rng.uniform(8, 16), 0.84) if spec.count >= 2 else ""
    return back + fore


def _strips(spec: Spec, rng: random.Random) -> str:
    """Air-dried strips hung on a rail."""
    body, shade, light = spec.tints
    many = max(4, min(8, spec.count or 6))
    parts = []
    for i in range(many):
        x = 72 + i * 256 / (many - 1)
        long = rng.uniform(176, 236)
        half = 17 if many > 6 else 21
        sway = rng.uniform(-12, 12)
        edge = [
            (x - half * 0.6, 88),
            (x - half, 88 + long * 0.35),
            (x - half * 0.8 + sway, 88 + long * 0.7),
            (x + sway, 88 + long),
            (x + half * 0.9 + sway, 88 + long * 0.7),
            (x + half, 88 + long * 0.35),
            (x + half * 0.6, 88),
        ]
        parts.append(fill(smooth(edge), body if i % 2 else mix(body, shade, 0.3)))
        parts.append(
            fill(
                smooth(
                    [
                        (x + half * 0.2, 90),
                        (x + half * 0.3, 88 + long * 0.4),
                        (x + sway, 88 + long * 0.96),
                        edge[4],
                        edge[5],
                        edge[6],
                    ]
                ),
                shade,
            )
        )
        parts.append(
            line(
                f"M{x - half * 0.5} {104}Q{x - half * 0.7} {88 + long * 0.4} {x - half * 0.4 + sway * 0.6} {88 + long * 0.66}",
                light,
                4,
            )
        )
        parts.append(line(f"M{x} 96Q{x - 12} 72 {x} 66Q{x + 12} 72 {x + 4} 84", "#C9B28A", 4))
    return line("M34 72H366", "#8A6238", 11) + line("M34 69H366", "#A87C4A", 4) + "".join(parts)


def _sausage(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    arc = "M84 176C70 300 150 330 206 326C280 322 340 280 318 174"
    slices = ""
    for x, y in ((150, 190), (214, 178), (186, 232)):
        bits = "".join(
            dot(rng.uniform(-20, 20), rng.uniform(-15, 15), rng.uniform(3, 5.4), _FAT) for _ in range(8)
        )
        slices += put(
            oval(2, 5, 36, 29, shade) + oval(0, 0, 36, 29, mix(body, light, 0.3)) + bits,
            x,
            y,
            rng.uniform(-16, 16),
        )
    return (
        line(arc, body, 60)
        + line("M110 262C130 316 180 342 226 340C284 334 326 296 336 240", shade, 24)
        + line("M70 190C66 250 86 292 124 316", light, 7)
        + "".join(
            dot(x, y, 4.4, mix(_FAT, body, 0.3))
            for x, y in ((96, 250), (130, 292), (176, 312), (226, 306), (276, 284), (304, 240))
        )
        + line("M84 176L84 148M318 174L320 146", shade, 20)
        + line("M74 140L94 156M94 140L74 156M310 138L330 154M330 138L310 154", "#C9B28A", 6)
        + slices
    )


def _cubes(spec: Spec, rng: random.Random) -> str:
    """Cubes of meat on a skewer."""
    body, shade, light = spec.tints
    skewers = ""
    for y, turn in ((206, -10), (272, -7)):
        one = line("M-170 0H172", "#A87C4A", 8)
        for i, x in enumerate(range(-116, 120, 54)):
            tints = (_FAT, mix(_FAT, shade, 0.25), CREAM) if i % 4 == 2 else (body, shade, light)
            d = rng.uniform(-4, 4)
            one += fill(
                smooth([(x - 26, -26 + d), (x + 24, -30), (x + 26, 26 - d), (x - 24, 28)], slack=14), tints[0]
            )
            one += fill(
                smooth([(x + 10, -28), (x + 24, -30), (x + 26, 26 - d), (x - 4, 28), (x + 12, 6)], slack=14),
                tints[1],
            )
            one += line(f"M{x - 18} {-16 + d}Q{x - 8} -20 {x + 2} -20", tints[2], 5)
        skewers += put(one, 200, y, turn)
    return skewers


def _wedge(spec: Spec, rng: random.Random) -> str:
    """A wedge of cheese on its round."""
    body, shade, light = spec.tints
    holes = "".join(
        oval(x + rng.uniform(-5, 5), y + rng.uniform(-4, 4), r, r * 0.82, shade)
        for x, y, r in (
            (110, 274, 12),
            (160, 292, 9),
            (200, 262, 14),
            (252, 288, 10),
            (288, 262, 8),
            (226, 306, 7),
            (140, 252, 7),
        )
    )
    return (
        fill("M60 244L262 128C318 140 350 184 346 236Z", light)
        + fill("M60 244L346 236V318L60 328Z", body)
        + fill("M262 240L346 236V318L250 322C276 300 276 264 262 240Z", mix(body, shade, 0.5))
        + holes
        + line("M84 240L258 142", CREAM, 6)
    )


_KINDS = {
    "leg": _leg,
    "rack": _rack,
    "steak": _steak,
    "strips": _strips,
    "sausage": _sausage,
    "cubes": _cubes,
    "cheese": _wedge,
}


def cut(spec: Spec, rng: random.Random) -> str:
    """A cut as sold, with a sprig when it comes with company."""
    kind = spec.kind or ("rack" if spec.ratio <= 90 else "leg" if spec.ratio >= 120 else "steak")
    scale = 0.96 + spec.size * 0.0008
    thing = put(_KINDS[kind](spec, rng), 200 - 200 * scale, 340 - 340 * scale, math.degrees(0), scale)
    green = ""
    if spec.company in ("leaf", "branch"):
        kind_of_leaf = "willow" if spec.leaf == "none" else spec.leaf
        green = (
            twig(kind_of_leaf, 214, 344, -16, rng, 0.86)
            if spec.company == "branch"
            else leaf(kind_of_leaf, 262, 336, -24, 0.9)
        )
    return shadow(200, 346, 150 if kind != "strips" else 90) + thing + green
