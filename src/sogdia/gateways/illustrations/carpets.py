"""Knotted carpets, flat-woven rugs and felts; every pattern is ours, laid out from the seed."""

import random

from sogdia.gateways.illustrations.brush import Point, fill, line, mix, num, oval, put, shadow, smooth
from sogdia.gateways.illustrations.spec import Spec

_WOOL, _GOLD = "#EAD9B8", "#E0954A"


def _lozenge(x: float, y: float, w: float, h: float) -> str:
    return f"M{num(x)} {num(y - h)}L{num(x + w)} {num(y)}L{num(x)} {num(y + h)}L{num(x - w)} {num(y)}Z"


def _rect(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"M{num(x0)} {num(y0)}H{num(x1)}V{num(y1)}H{num(x0)}Z"


def _border(x0: float, y0: float, x1: float, y1: float, motif: int) -> str:
    """Small motifs along the four sides of a band whose middle line is the given box."""
    d = ""
    across, down = round((x1 - x0) / 26), round((y1 - y0) / 26)
    spots = [(x0 + (x1 - x0) * i / across, y) for i in range(across + 1) for y in (y0, y1)]
    spots += [(x, y0 + (y1 - y0) * i / down) for i in range(1, down) for x in (x0, x1)]
    for i, (x, y) in enumerate(spots):
        if motif == 0:
            d += _lozenge(x, y, 6, 7)
        elif motif == 1:
            d += _rect(x - 5, y - 2, x + 5, y + 2) + _rect(x - 2, y - 5, x + 2, y + 5)
        else:
            d += (
                f"M{num(x - 7)} {num(y + 5)}L{num(x)} {num(y - 6)}L{num(x + 7)} {num(y + 5)}Z"
                if i % 2
                else _lozenge(x, y, 4, 4)
            )
    return d


def _medallion(x: float, y: float, w: float, h: float, tones: tuple[str, str, str], style: int) -> str:
    one, two, three = tones
    if style == 0:
        return (
            fill(_lozenge(x, y, w, h), one)
            + fill(_lozenge(x, y, w * 0.72, h * 0.7), two)
            + fill(_lozenge(x, y, w * 0.4, h * 0.4), three)
            + fill(_lozenge(x, y, w * 0.16, h * 0.18), one)
        )
    if style == 1:
        d = f"M{x - w * 0.5} {y - h}H{x + w * 0.5}L{x + w} {y - h * 0.5}V{y + h * 0.5}L{x + w * 0.5} {y + h}H{x - w * 0.5}L{x - w} {y + h * 0.5}V{y - h * 0.5}Z"
        star = "".join(
            put(fill("M0-3L9-13L0-28L-9-13Z", three), x, y, t, min(w, h) / 40) for t in range(0, 360, 45)
        )
        return fill(d, one) + put(fill(d, two), x * 0.18, y * 0.18, 0, 0.82) + star
    petals = "".join(
        put(
            fill("M0-8C-13-18-13-34 0-44C13-34 13-18 0-8Z", one if t % 90 else three), x, y, t, min(w, h) / 44
        )
        for t in range(0, 360, 45)
    )
    return oval(x, y, w, h, two) + petals + oval(x, y, w * 0.14, w * 0.14, _WOOL)


def _fringe(x0: float, x1: float, y0: float, y1: float) -> str:
    d = "".join(
        f"M{num(x)} {num(y0 - 16)}V{num(y0)}M{num(x)} {num(y1)}V{num(y1 + 16)}"
        for x in [x0 + 4 + k * (x1 - x0 - 8) / 22 for k in range(23)]
    )
    return line(d, _WOOL, 3)


def _garden(x0: float, y0: float, x1: float, y1: float, spec: Spec, rng: random.Random) -> str:
    """A pomegranate tree in a vase, the old pattern of the oasis towns."""
    cx, out = (x0 + x1) / 2, []
    high, half = y1 - y0, (x1 - x0) / 2
    stem, fruit = mix(spec.light, spec.body, 0.25), mix(_GOLD, spec.light, 0.15)
    out.append(fill(f"M{cx - 20} {y1 - 40}H{cx + 20}L{cx + 12} {y1 - 8}H{cx - 12}Z", fruit))
    out.append(line(f"M{cx} {y1 - 38}V{y0 + 26}", stem, 5))
    levels = 4
    for k in range(levels):
        y = y1 - 62 - k * (high - 100) / (levels - 0.6)
        reach = half * (0.66 - 0.06 * k)
        for side in (-1, 1):
            out.append(
                line(
                    f"M{cx} {y + 22}Q{cx + side * reach * 0.5} {y + 18} {cx + side * reach} {y - 6}", stem, 4
                )
            )
            out.append(
                oval(cx + side * reach, y - 14, 13, 14, fruit)
                + fill(
                    f"M{cx + side * reach - 7} {y - 26}L{cx + side * reach} {y - 20}L{cx + side * reach + 7} {y - 26}L{cx + side * reach + 3} {y - 16}H{cx + side * reach - 3}Z",
                    fruit,
                )
            )
            out.append(oval(cx + side * reach, y - 13, 5, 6, spec.shade))
            out.append(oval(cx + side * reach * 0.5, y + 6, 9, 4.4, spec.light, side * -24))
    out.append(oval(cx, y0 + 22, 13, 14, fruit) + oval(cx, y0 + 22, 5, 6, spec.shade))
    return "".join(out)


def _zigzag(x0: float, y0: float, x1: float, y1: float, spec: Spec, rng: random.Random) -> str:
    """Bands of steps and lozenges, as a flat weave carries them."""
    tones = (spec.body, spec.light, spec.shade, mix(_GOLD, spec.body, 0.2), mix(spec.body, spec.light, 0.4))
    out, y, k = [], y0, rng.randrange(5)
    while y < y1 - 6:
        high = min((22, 34, 14)[k % 3], y1 - y)
        out.append(fill(_rect(x0, y, x1, y + high), tones[k % 5]))
        many = 7 if high < 30 else 5
        mark = tones[(k + 2) % 5]
        step = (x1 - x0) / many
        if high >= 30:
            out.append(
                fill(
                    "".join(
                        _lozenge(x0 + step * (i + 0.5), y + high / 2, step * 0.4, high * 0.38)
                        for i in range(many)
                    ),
                    mark,
                )
            )
            out.append(
                fill(
                    "".join(
                        _lozenge(x0 + step * (i + 0.5), y + high / 2, step * 0.16, high * 0.15)
                        for i in range(many)
                    ),
                    tones[(k + 3) % 5],
                )
            )
        elif high >= 20:
            d = (
                f"M{num(x0)} {num(y + high)}"
                + "".join(
                    f"L{num(x0 + step * (i + 0.5))} {num(y + 3)}L{num(x0 + step * (i + 1))} {num(y + high)}"
                    for i in range(many)
                )
                + "Z"
            )
            out.append(fill(d, mark))
        y, k = y + high, k + 1
    return "".join(out)


def carpet(spec: Spec, rng: random.Random) -> str:
    """A knotted carpet (medallions or a garden) or a flat weave; `count` medallions."""
    kind = spec.kind or "medallion"
    long = min(190, max(130, spec.ratio)) / 100
    w = 216 + spec.size * 0.16 if long < 1.5 else 198 + spec.size * 0.16
    w = min(w, 330 / long)
    h = w * long
    x0, y0, x1, y1 = 200 - w / 2, 200 - h / 2, 200 + w / 2, 200 + h / 2
    motif = spec.seed % 3
    out = [_fringe(x0, x1, y0, y1), fill(_rect(x0, y0, x1, y1), spec.body)]
    if kind == "kilim":
        out.append(_zigzag(x0, y0, x1, y1, spec, rng))
        out.append(line(f"M{x0 + 7} {y0}V{y1}M{x1 - 7} {y0}V{y1}", spec.shade, 10))
        return "".join(out)
    gold = mix(_GOLD, spec.light, 0.1)
    out.append(
        f'<path fill="none" stroke="{spec.light}" stroke-width="4" d="{_rect(x0 + 10, y0 + 10, x1 - 10, y1 - 10)}"/>'
    )
    out.append(fill(_rect(x0 + 18, y0 + 18, x1 - 18, y1 - 18), spec.shade))
    out.append(fill(_rect(x0 + 40, y0 + 40, x1 - 40, y1 - 40), spec.body))
    out.append(fill(_border(x0 + 29, y0 + 29, x1 - 29, y1 - 29, motif), gold))
    fx0, fy0, fx1, fy1 = x0 + 46, y0 + 48, x1 - 46, y1 - 48
    if kind == "garden":
        return "".join(out) + _garden(fx0, fy0, fx1, fy1, spec, rng)
    many = max(1, min(4, spec.count or 3))
    style = (spec.seed // 3) % 3
    mw = (fx1 - fx0) * 0.44
    mh = min((fy1 - fy0) / many * 0.47, mw * 1.5)
    small = ""
    for i in range(many):
        y = fy0 + (fy1 - fy0) * (i + 0.5) / many
        out.append(_medallion(200, y, mw, mh, (gold, spec.shade, spec.light), style))
        for side in (-1, 1):
            for up in (-1, 1):
                small += _lozenge(200 + side * mw * 0.92, y + up * mh * 0.84, 8, 8)
    return "".join(out) + fill(small, spec.light)


_HORN = "M0-66V66M-70 0H70M0-66C-40-70-46-30-22-28M0-66C40-70 46-30 22-28M0 66C-40 70-46 30-22 28M0 66C40 70 46 30 22 28"
_HORN_TWO = "M0-70C-52-74-60-14-26-14C-8-14-8-38-24-38M0-70C52-74 60-14 26-14C8-14 8-38 24-38M0 70C-52 74-60 14-26 14C-8 14-8 38-24 38M0 70C52 74 60 14 26 14C8 14 8 38 24 38M0-70V70"
_HORN_THREE = "M0-20C-20-80-80-60-66-26C-58-10-36-20-44-34M0-20C20-80 80-60 66-26C58-10 36-20 44-34M0 20C-20 80-80 60-66 26C-58 10-36 20-44 34M0 20C20 80 80 60 66 26C58 10 36 20 44 34M-22 0H22"


def _rug(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    horn = (_HORN, _HORN_TWO, _HORN_THREE)[spec.seed % 3]
    many = max(1, min(2, spec.count or 1))
    pale = int(body[1:3], 16) + int(body[3:5], 16) + int(body[5:7], 16) > 480
    ink = shade if pale else mix(light, _WOOL, 0.6)
    edge = mix(shade, "#7B2F2A", 0.5) if pale else ink
    fields = "".join(
        put(line(horn, ink, 15), x, y, -6, k)
        for x, y, k in (((206, 212, 1),) if many == 1 else ((152, 220, 0.56), (258, 206, 0.56)))
    )
    return (
        shadow(204, 346, 152)
        + fill("M60 112L304 84L350 302L106 340Z", body)
        + f'<path fill="none" stroke="{edge}" stroke-width="9" d="M80 126L292 102L332 290L120 324Z"/>'
        + fields
        + fill(
            "M60 112C42 114 36 138 48 144C62 150 74 134 66 120L92 334C80 354 102 356 106 340Z",
            mix(body, shade, 0.28),
        )
        + line("M92 150L102 240", light, 5)
    )


def _roll(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    parts = []
    for y, tint in ((222, mix(body, light, 0.4)), (300, body))[0 if spec.count != 1 else 1 :]:
        parts.append(fill(f"M80 {y - 44}H320C352 {y - 44} 352 {y + 44} 320 {y + 44}H80Z", tint))
        parts.append(
            fill(f"M80 {y + 8}H340C340 {y + 30} 332 {y + 44} 320 {y + 44}H80Z", mix(tint, shade, 0.55))
        )
        parts.append(oval(80, y, 29, 44, mix(tint, shade, 0.35)))
        parts.append(
            line(
                f"M80 {y}C92 {y - 16} 66 {y - 26} 62 {y}C62 {y + 30} 100 {y + 30} 100 {y - 4}C98 {y - 34} 66 {y - 40} 56 {y - 14}",
                shade,
                4,
            )
        )
        parts.append(line(f"M170 {y - 42}V{y + 42}M262 {y - 42}V{y + 42}", mix(shade, "#7B2F2A", 0.5), 7))
    return shadow(200, 346, 160) + "".join(parts)


def _slippers(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    one = (
        fill(
            "M-150 0C-156-40-136-78-104-82C-72-82-40-60 10-50C70-44 140-40 150-8C152 6 144 12 130 12H-132C-146 12-150 8-150 0Z",
            body,
        )
        + fill("M-150 0H150C150 8 144 14 130 14H-132C-146 14-150 8-150 0Z", mix(shade, "#5A3A22", 0.3))
        + fill(
            "M-112-72C-84-74-52-48-14-40C-40-26-100-26-128-40C-126-56-120-68-112-72Z",
            mix(shade, "#3A2418", 0.2),
        )
        + fill("M60-46C110-42 146-32 150-8V0H40C76-6 84-28 60-46Z", shade)
        + put(line(_HORN_TWO, light, 15), 42, -22, 90, 0.24)
        + line("M-104-84C-74-84-42-60 6-52", light, 6)
    )
    return shadow(204, 344, 156) + put(one, 214, 244, -8, 0.84) + put(one, 194, 326, 0, 1)


def _hat(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    return (
        shadow(200, 342, 150)
        + fill("M92 300C92 180 140 84 200 72C260 84 308 180 308 300Z", body)
        + fill("M200 72C260 84 308 180 308 300H236C252 210 240 120 200 72Z", mix(body, shade, 0.45))
        + line("M200 74V296M200 74C168 130 150 210 146 296M200 74C232 130 250 210 254 296", shade, 5)
        + put(line(_HORN_THREE, shade, 14), 200, 208, 0, 0.6)
        + fill(
            "M56 318C56 286 120 276 200 276S344 286 344 318C344 336 300 342 200 342S56 336 56 318Z",
            mix(shade, "#1E1A26", 0.15),
        )
        + fill(
            "M240 277C304 280 344 292 344 318C344 334 310 340 240 342C300 330 300 292 240 277Z",
            mix(shade, "#1E1A26", 0.4),
        )
        + _tassel(light)
    )


def _tassel(colour: str) -> str:
    """The tassel on a felt hat."""
    return oval(200, 70, 13, 12, colour) + line("M196 80L188 108M200 82V112M204 80L212 108", colour, 4)


def _cap(spec: Spec, rng: random.Random) -> str:
    """A four-cornered embroidered cap."""
    body, shade, light = spec.tints
    almond = "M0-30C26-24 30 10 8 26C-10 34-26 20-20 4C-16-8 0-6 0 4"
    spots = "".join(
        f"M{x} {y}l7-7l7 7l-7 7z" for x, y in ((84, 292), (136, 300), (188, 304), (240, 300), (292, 292))
    )
    return (
        shadow(200, 338, 150)
        + fill("M66 232C72 186 120 134 194 104C270 130 326 184 334 232L328 308C290 336 110 336 72 308Z", body)
        + fill(
            "M194 104C270 130 326 184 334 232L328 308C304 326 260 332 216 334C230 280 226 190 194 104Z", shade
        )
        + line("M194 106C186 160 184 220 190 262", mix(shade, "#101018", 0.4), 4)
        + put(line(almond, light, 8), 128, 206, 24)
        + put(line(almond, light, 8), 262, 206, -24, 1, -1)
        + line("M66 238C110 268 290 268 334 238M70 270C116 298 286 298 330 270", light, 5)
        + fill(spots, light)
    )


def felt(spec: Spec, rng: random.Random) -> str:
    """Felt: a rug with horns, rolls, slippers, a hat."""
    kind = spec.kind or "rug"
    return {"rug": _rug, "roll": _roll, "slippers": _slippers, "hat": _hat, "cap": _cap}[kind](spec, rng)


def hide(spec: Spec, rng: random.Random) -> str:
    """A tanned hide, laid flat, with a cut strip of its colour."""
    body, shade, light = spec.tints
    side = [
        (0, -150),
        (34, -146),
        (60, -118),
        (104, -132),
        (140, -108),
        (112, -76),
        (92, -30),
        (94, 34),
        (118, 84),
        (150, 118),
        (124, 144),
        (82, 122),
        (46, 130),
        (22, 156),
        (0, 160),
    ]
    edge: list[Point] = [(x * rng.uniform(0.97, 1.03), y) for x, y in side]
    whole = smooth(edge + [(-x, y) for x, y in edge[-2:0:-1]])
    half = smooth(edge + [(34, 120), (44, 0), (26, -110)])
    return put(
        fill(whole, body)
        + fill(half, mix(body, shade, 0.6))
        + line("M0-120V126", shade, 4)
        + line("M-84-86C-74-40-74 20-88 66", light, 8),
        200,
        200,
        rng.uniform(-6, 6),
        1.08,
    )
