"""Cloth, knitwear and yarn."""

import math
import random

from sogdia.gateways.illustrations import linens
from sogdia.gateways.illustrations.brush import dot, fill, line, mix, oval, put, shadow
from sogdia.gateways.illustrations.carpets import hide
from sogdia.gateways.illustrations.spec import Spec


def _feathered(x: float, y: float, w: float, h: float, rng: random.Random) -> str:
    """A tall lozenge whose sides are frayed the way dye creeps along the thread."""
    steps = max(4, round(h / 7))
    side = []
    for s in range(1, steps):
        at = -1 + 2 * s / steps
        side.append(
            (
                w * (1 - abs(at)) ** 0.8 + (2.6 if s % 2 else -2.2) * min(1, w / 14),
                at * h + rng.uniform(-1, 1),
            )
        )
    points = [
        (x, y - h),
        *((x + a, y + b) for a, b in side),
        (x, y + h),
        *((x - a, y + b) for a, b in side[::-1]),
    ]
    return "M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in points) + "Z"


def _ikat(x0: float, y0: float, wide: float, high: float, spec: Spec, rng: random.Random) -> str:
    """Feathered lozenges in upright columns set off against each other, dyed before weaving."""
    tones = (spec.light, spec.shade, mix("#E0954A", spec.light, 0.2), mix(spec.shade, "#23264F", 0.6))
    out = []
    cols, rows = 3, 3 if spec.seed % 2 else 2
    for c in range(cols):
        x, w, h = x0 + wide * (c + 0.5) / cols, wide / cols * 0.44, high / rows * 0.47
        if c % 2:
            out.append(
                fill(
                    f"M{x - w - 2} {y0 - 10}H{x + w + 2}V{y0 + high + 4}H{x - w - 2}Z",
                    mix(spec.body, spec.shade, 0.4),
                )
            )
        for r in range(rows):
            y = y0 + high * (r + 0.5) / rows
            pick = (c + r + spec.seed) % 4
            for k, tone in ((1, tones[pick]), (0.66, tones[(pick + 1) % 4]), (0.3, tones[(pick + 2) % 4])):
                out.append(fill(_feathered(x, y, w * k, h * k, rng), tone))
    return "".join(out)


def _silk(spec: Spec, rng: random.Random) -> str:
    """A length of patterned silk over a rail, falling in two folds."""
    body, shade, light = spec.tints
    y1 = 318
    parts = [
        line("M34 74H366", "#8A6238", 12),
        line("M34 70H366", "#A87C4A", 4),
        fill(f"M232 66H330V{y1 - 60}Q306 {y1 - 48} 282 {y1 - 60}T232 {y1 - 60}Z", mix(body, shade, 0.75)),
        fill(f"M78 66H262V{y1}Q232 {y1 + 16} 200 {y1}T140 {y1}T78 {y1}Z", body),
        _ikat(84, 78, 172, y1 - 88, spec, rng),
        fill(f"M238 66H262V{y1}Q250 {y1 + 8} 238 {y1 + 9}Z", shade, 0.5),
        fill(f"M150 66H166V{y1 - 2}Q158 {y1 - 6} 150 {y1 - 4}Z", shade, 0.22),
        line(f"M90 84V{y1 - 24}", light, 5, 0.8),
    ]
    return shadow(196, 346, 110) + "".join(parts)


def _bolt(spec: Spec, rng: random.Random) -> str:
    """A bolt of plain or striped cloth, one end unrolled."""
    body, shade, light = spec.tints
    stripes = ""
    if spec.trait == "stripes":
        stripes = "".join(
            fill(
                f"M{x} 176H{x + 14}L{x + 34 + (x - 90) * 0.1} 340H{x + 12 + (x - 90) * 0.1}Z",
                shade if i % 2 else light,
            )
            for i, x in enumerate(range(104, 290, 34))
        )
    elif spec.trait == "spots":
        stripes = "".join(
            put(
                fill("M0-13L4-4L13 0L4 4L0 13L-4 4L-13 0L-4-4Z", light if (r + c) % 2 else shade),
                116 + c * 46 + r * 6,
                222 + r * 40,
            )
            for r in range(3)
            for c in range(5)
        )
    return (
        shadow(210, 346, 156)
        + fill("M78 170H310L356 336Q300 350 240 338T112 340Z", mix(body, light, 0.22))
        + stripes
        + fill("M260 190L310 190L356 336Q330 344 300 343Z", shade, 0.5)
        + fill("M74 118H316C344 118 344 206 316 206H74Z", body)
        + fill("M74 170H336C334 192 328 206 316 206H74Z", shade)
        + oval(74, 162, 27, 44, mix(body, shade, 0.4))
        + oval(74, 162, 10, 17, mix(shade, "#1E1414", 0.5))
        + line("M74 132C60 138 56 180 74 190M74 146C66 152 66 174 74 178", shade, 3)
        + line("M108 134H290", light, 6)
    )


def _scarf(spec: Spec, rng: random.Random) -> str:
    """A scarf looped once, its fringes hanging."""
    body, shade, light = spec.tints
    fringe = "".join(f"M{122 + i * 13} 312l{rng.uniform(-3, 3)} 30" for i in range(7)) + "".join(
        f"M{226 + i * 13} 288l{rng.uniform(-3, 3)} 30" for i in range(7)
    )
    bands = "M118 282H206M118 296H206M222 258H308M222 272H308"
    check = (
        "M136 214V312M160 206V312M184 206V312M240 200V288M264 200V288M288 204V288"
        if spec.trait == "stripes"
        else ""
    )
    return (
        shadow(204, 350, 118)
        + line(fringe, mix(body, light, 0.4), 4)
        + fill("M222 180H312V290H222Z", mix(body, shade, 0.55))
        + fill("M116 170H210V314H116Z", body)
        + fill("M184 190H210V314H184Z", shade)
        + line(bands + check, light, 4.6)
        + fill("M88 118C92 60 316 58 322 120C326 190 250 226 186 222C122 216 84 180 88 118Z", body)
        + fill(
            "M126 122C134 92 270 92 282 124C280 156 236 172 200 172C162 170 124 152 126 122Z",
            mix(shade, "#2A1A1E", 0.3),
        )
        + fill("M322 120C326 190 250 226 186 222C260 206 300 170 296 92C312 98 321 108 322 120Z", shade)
        + fill(
            "M104 160C150 214 250 206 300 148C290 200 236 226 186 222C146 216 116 198 104 160Z",
            mix(body, light, 0.3),
        )
        + line("M112 124C116 152 132 172 156 184M126 186C160 206 220 204 262 184", light, 5)
    )


def _sweater(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    knit = "".join(f"M{x} {y}l7 8l7-8" for y in range(150, 300, 26) for x in range(136, 256, 22))
    ribs = "".join(f"M{x} 312V336" for x in range(126, 280, 12))
    cuffs = "".join(
        f"M{62 + k * 9} {286 - k * 0.5}l-3 20M{338 - k * 9} {286 - k * 0.5}l3 20" for k in range(4)
    )
    return (
        fill(
            "M138 84C96 92 70 120 62 170L48 296C60 308 84 310 96 302L122 190V340H278V190L304 302C316 310 340 308 352 296L338 170C330 120 304 92 262 84C240 112 160 112 138 84Z",
            body,
        )
        + fill(
            "M262 84C304 92 330 120 338 170L352 296C340 308 316 310 304 302L278 190V340H226C262 280 262 160 236 98C246 95 256 91 262 84Z",
            shade,
        )
        + line(knit, mix(body, shade, 0.55), 3.4)
        + line(ribs + cuffs, mix(body, shade, 0.7), 4)
        + line("M138 84C160 112 240 112 262 84", mix(body, light, 0.5), 13)
        + line("M84 150C78 190 72 230 68 264", light, 6)
    )


def cloth(spec: Spec, rng: random.Random) -> str:
    """Silk, bolts of cloth, scarves, knitwear, hides."""
    kind = spec.kind or "silk"
    if kind in linens.KINDS:
        return linens.KINDS[kind](spec, rng)
    if kind == "sweater":
        scale = 0.96 + spec.size * 0.0006
        return shadow(200, 350, 118) + put(
            _sweater(spec, rng), 200 - 200 * scale, 346 - 344 * scale, 0, scale
        )
    return {"silk": _silk, "bolt": _bolt, "scarf": _scarf, "hide": hide}[kind](spec, rng)


def put_turned(d: str, colour: str, width: float, turn: float) -> str:
    """Strands of one colour, wound at an angle."""
    return put(line(d, colour, width), 0, 0, turn)


def _ball(spec: Spec, rng: random.Random, tints: tuple[str, str, str]) -> str:
    body, shade, light = tints
    arcs, cross = "", ""
    for k in range(-3, 4):
        y = k * 27 + rng.uniform(-3, 3)
        x = math.sqrt(98**2 - y**2)
        arcs += f"M{-x} {y}Q0 {y - 34 + abs(k) * 6} {x * 0.96} {y * 0.94}"
    for k in range(4):
        arcs_x = -46 + k * 24
        y = math.sqrt(96**2 - arcs_x**2)
        cross += f"M{arcs_x} {y * 0.96}Q{arcs_x - 26} 0 {arcs_x + 8} {-y * 0.94}"
    arcs, cross = (put_turned(arcs, mix(body, shade, 0.6), 4.6, -24), put_turned(cross, light, 4.4, 18))
    return dot(0, 0, 100, body) + fill("M36-93A100 100 0 0 1-30 95C50 80 84 0 36-93Z", shade) + arcs + cross


def _hank(tints: tuple[str, str, str], label: bool) -> str:
    """A twisted hank."""
    body, shade, light = tints
    out = [
        fill(
            "M-150-10C-158-52-110-64-64-46C-20-60 20-60 64-46C110-64 158-52 150-10C158 32 110 56 64 40C20 56-20 56-64 40C-110 56-158 32-150-10Z",
            body,
        )
    ]
    for k in range(7):
        x = -132 + k * 40
        out.append(
            fill(
                f"M{x} {42 - abs(k - 3) * 2}C{x + 12} 10 {x + 22} -16 {x + 40} {-48 + abs(k - 3) * 2}C{x + 48} -20 {x + 34} 20 {x + 16} {44 - abs(k - 3) * 2}Z",
                shade if k % 2 else mix(body, shade, 0.4),
            )
        )
        out.append(
            line(
                f"M{x - 10} {22}C{x} 0 {x + 8} -20 {x + 20} -38M{x + 26} 30C{x + 36} 10 {x + 42} -10 {x + 50} -28",
                light if k < 4 else mix(body, light, 0.5),
                3.4,
            )
        )
    out.append(oval(-150, -8, 17, 32, mix(body, light, 0.4)) + oval(-150, -8, 7, 18, shade))
    if label:
        out.append(
            fill("M-34-58C-20-62 20-62 34-58V50C20 56-20 56-34 50Z", "#FBF4E2")
            + fill("M14-60L34-58V50L14 54Z", "#E6DAC0")
        )
    return "".join(out)


def _cone(tints: tuple[str, str, str]) -> str:
    body, shade, light = tints
    return (
        fill("M-26-190H26L88-8C60 10-60 10-88-8Z", body)
        + fill("M8-190H26L88-8C66 4 40 6 20 6C40-40 26-120 8-190Z", shade)
        + line(
            "".join(
                f"M{-30 - k * 9.4} {-166 + k * 26}Q0 {-150 + k * 27} {30 + k * 9.4} {-172 + k * 26}"
                for k in range(6)
            ),
            mix(body, shade, 0.6),
            4,
        )
        + fill("M-17-226H17L24-190H-24Z", "#CDA873")
        + fill("M5-226H17L24-190H10Z", "#A88350")
        + line("M-40-120L-66-30", light, 7)
    )


def _fleece(spec: Spec, rng: random.Random) -> str:
    """A heap of raw fibre: wool, cashmere, camel hair, cotton, silk floss."""
    body, shade, light = spec.tints
    parts = []
    for row, (y, many, r) in enumerate(((300, 6, 46), (256, 5, 48), (208, 4, 46), (166, 2, 42))):
        for i in range(many):
            x = 200 + (i - (many - 1) / 2) * 54 + rng.uniform(-8, 8)
            tint = (
                mix(body, shade, 0.5)
                if i >= many - 1
                else mix(body, light, 0.5)
                if i == 0 or row == 3
                else body
            )
            parts.append(dot(x, y + rng.uniform(-5, 5), r * rng.uniform(0.94, 1.06), tint))
    locks = "".join(
        f"M{x} {y}c{rng.uniform(6, 14)} {rng.uniform(-18, -8)} {rng.uniform(24, 34)} {rng.uniform(-10, 2)} {rng.uniform(30, 44)} {rng.uniform(4, 14)}"
        for x, y in (
            (90, 300),
            (142, 316),
            (206, 310),
            (262, 302),
            (112, 256),
            (166, 266),
            (222, 256),
            (150, 212),
            (206, 214),
            (178, 172),
            (250, 226),
            (84, 326),
            (286, 326),
        )
    )
    return (
        shadow(200, 344, 170)
        + "".join(parts)
        + line(locks, mix(body, shade, 0.75), 4)
        + line("M104 262C110 240 124 226 140 220M150 190C156 170 170 156 186 152", light, 7)
    )


def _cocoons(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    parts = []
    for x, y, turn in (
        (104, 306, 10),
        (200, 312, -8),
        (298, 306, 14),
        (150, 246, -20),
        (250, 248, 18),
        (200, 186, 6),
    ):
        one = fill("M-58 0C-58-36-24-38 0-30C24-38 58-36 58 0C58 36 24 38 0 30C-24 38-58 36-58 0Z", body)
        one += fill("M20-34C46-36 58-22 58 0C58 36 24 38 0 30C34 26 44-10 20-34Z", shade)
        one += line(
            "M-34-8C-20-22 0-18 14-22M-30 12C-10 4 6 10 26 2M-10 24C0 20 8 22 16 18", mix(body, shade, 0.7), 3
        )
        one += line("M-46-4C-44-18-34-26-22-26", light, 5)
        parts.append(put(one, x + rng.uniform(-4, 4), y, turn + rng.uniform(-8, 8), 0.98))
    return shadow(200, 344, 156) + "".join(parts)


_CONES = {1: ((200, 1.16),), 2: ((144, 1.06), (266, 0.92)), 3: ((110, 0.9), (292, 0.88), (200, 1.04))}
_HANKS = {
    1: ((200, 282, -6, 1.16),),
    2: ((206, 192, -14, 0.96), (196, 292, 4, 1.06)),
    3: ((206, 152, -16, 0.84), (200, 226, 6, 0.94), (198, 302, -3, 1.02)),
}


def skein(spec: Spec, rng: random.Random) -> str:
    """Yarn in hanks, balls or cones; raw fibre; cocoons."""
    kind = spec.kind or "hank"
    other = (
        mix(spec.body, spec.light, 0.35),
        mix(spec.shade, spec.body, 0.3),
        mix(spec.light, "#FFFFFF", 0.3),
    )
    if kind in ("fleece", "cocoon"):
        return (_fleece if kind == "fleece" else _cocoons)(spec, rng)
    many = max(1, min(3, spec.count or 2))
    if kind == "ball":
        tail = line("M232 316C280 352 330 300 362 338", spec.body, 5)
        spots = (
            ((150, 238, 1.06), (290, 268, 0.74), (252, 166, 0.6))[:many] if many > 1 else ((200, 226, 1.16),)
        )
        drawn = [
            put(_ball(spec, rng, spec.tints if i == 0 else other), x, y, rng.uniform(-20, 20), k)
            for i, (x, y, k) in enumerate(spots)
        ]
        return shadow(204, 344, 150) + tail + "".join(drawn[2:] + drawn[:2])
    if kind == "cone":
        return shadow(202, 346, 150) + "".join(
            put(
                _cone(spec.tints if i != 1 else other),
                x,
                340,
                rng.uniform(-2, 2),
                k * (0.96 + spec.size * 0.0008),
            )
            for i, (x, k) in enumerate(_CONES[many])
        )
    drawn = [
        put(
            _hank(spec.tints if i % 2 == (many - 1) % 2 else other, i == many - 1),
            x,
            y,
            turn + rng.uniform(-3, 3),
            k,
        )
        for i, (x, y, turn, k) in enumerate(_HANKS[many])
    ]
    return shadow(200, 346, 160) + "".join(drawn)
