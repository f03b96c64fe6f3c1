"""Made-up cloth: cushions, quilts, sachets, and sheets of paper."""

import random

from sogdia.gateways.illustrations.brush import dot, fill, line, mix, petals, put, shadow
from sogdia.gateways.illustrations.spec import Spec


def cushion(spec: Spec, rng: random.Random) -> str:
    """A square cushion with an embroidered wreath."""
    body, shade, light = spec.tints
    thread = ("#D9603F", "#E7A93C", mix(light, "#FFFFFF", 0.3))
    many = 6 + spec.seed % 3
    wreath = "".join(
        put(
            put(fill(petals(5, 19, 9), thread[i % 2]) + dot(0, 0, 5, thread[2]), 0, -74), 0, 0, i * 360 / many
        )
        for i in range(many)
    )
    leaves = fill(petals(many, 92, 8, 180 / many, 58), "#6F9A5A")
    heart = (
        fill(petals(8, 42, 13), thread[0]) + fill(petals(8, 26, 9, 22), thread[1]) + dot(0, 0, 8, thread[2])
    )
    pillow = (
        fill(
            "M-142-140C-60-120 60-120 142-140C122-60 122 60 142 140C60 122-60 122-142 140C-122 60-122-60-142-140Z",
            body,
        )
        + fill(
            "M142-140C122-60 122 60 142 140C60 122-20 122-84 128C40 104 104 20 100-132C116-134 130-137 142-140Z",
            shade,
        )
        + line(
            "M-116-112C-50-98 50-98 116-112C100-50 100 50 116 112C50 98-50 98-116 112C-100 50-100-50-116-112Z",
            thread[1],
            4,
        )
    )
    return shadow(200, 346, 150) + put(pillow + leaves + wreath + heart, 200, 206, rng.uniform(-5, 5))


def quilt(spec: Spec, rng: random.Random) -> str:
    """A thick quilt folded in four, its stitching in lozenges."""
    body, shade, light = spec.tints
    parts = [shadow(202, 344, 164)]
    for y, tint in ((318, mix(body, shade, 0.3)), (268, body)):
        parts.append(
            fill(
                f"M66 {y - 26}H330C352 {y - 26} 352 {y + 24} 330 {y + 24}H66C34 {y + 24} 34 {y - 26} 66 {y - 26}Z",
                tint,
            )
        )
        parts.append(
            fill(
                f"M60 {y + 4}H344C342 {y + 18} 338 {y + 24} 330 {y + 24}H66C56 {y + 24} 48 {y + 16} 44 {y + 4}Z",
                mix(tint, shade, 0.6),
            )
        )
    parts.append(
        fill("M60 244C92 200 122 168 150 148H348C364 152 364 168 352 186L330 244Z", mix(body, light, 0.35))
    )
    parts.append(fill("M302 148H348C364 152 364 168 352 186L330 244H262Z", mix(body, shade, 0.25)))
    stitches = "M104 244L196 148M164 244L256 148M224 244L316 148M284 244L356 168M128 172L184 244M180 148L246 244M240 148L302 244M300 148L336 208"
    parts.append(line(stitches, mix(body, shade, 0.8), 3.4))
    parts.append(line("M76 238C100 206 126 176 150 158", light, 6))
    return "".join(parts)


def sheets(spec: Spec, rng: random.Random) -> str:
    """A stack of hand-made paper with its ragged edges and flecks of bark."""
    body, shade, light = spec.tints

    def sheet(tint: str) -> str:
        top = "".join(f"L{x} {-100 + rng.uniform(-4, 4)}" for x in range(-110, 131, 20))
        side = "".join(f"L{132 + y * 0.12 + rng.uniform(-4, 4)} {y}" for y in range(-84, 90, 18))
        low = "".join(f"L{x} {98 + rng.uniform(-4, 4)}" for x in range(130, -131, -20))
        flecks = "".join(
            f"M{rng.uniform(-110, 100)} {rng.uniform(-78, 78)}l{rng.uniform(-10, 10)} {rng.uniform(-6, 6)}"
            for _ in range(16)
        )
        return fill(f"M-130-98{top}{side}{low}Z", tint) + line(flecks, mix(tint, shade, 0.7), 2.4)

    layers = (
        (mix(body, shade, 0.55), 8, 222, 8),
        (mix(body, shade, 0.25), 0, 214, -6),
        (mix(body, light, 0.5), -6, 204, 2),
    )
    stack = "".join(put(sheet(tint), 200 + x, y, turn + rng.uniform(-2, 2)) for tint, x, y, turn in layers)
    return shadow(204, 340, 150) + stack + line("M96 132L88 250", "#FFFFFF", 5, 0.6)


def sachet(spec: Spec, rng: random.Random) -> str:
    """A heart-shaped sachet with embroidery, cord and tassel."""
    body, shade, light = spec.tints
    gold = mix("#E7A93C", light, 0.2)
    tassel = "".join(f"M{196 + k * 4} 306L{186 + k * 7} {362 + rng.uniform(-4, 4)}" for k in range(3))
    heart = "M200 290C140 246 92 206 96 160C100 120 152 108 200 146C248 108 300 120 304 160C308 206 260 246 200 290Z"
    return (
        line("M200 140C180 100 188 60 200 40C212 60 220 100 200 140", gold, 6)
        + line(tassel + "M192 306L178 360M208 306L222 360", gold, 5)
        + fill(heart, body)
        + fill(
            "M240 124C276 118 302 132 304 160C308 206 260 246 200 290C196 287 190 283 184 278C250 236 270 180 240 124Z",
            shade,
        )
        + line(
            "M200 268C150 232 112 198 116 164C120 136 162 130 200 166C238 130 280 136 284 164C288 198 250 232 200 268Z",
            gold,
            4,
        )
        + put(fill(petals(5 + spec.seed % 3, 34, 14), light) + dot(0, 0, 9, gold), 200, 206)
        + fill(
            "M140 184C160 176 168 190 166 204C150 206 140 198 140 184ZM260 184C240 176 232 190 234 204C250 206 260 198 260 184Z",
            "#6F9A5A",
        )
        + dot(200, 298, 12, gold)
        + line("M112 176C112 158 120 146 132 140", light, 6)
    )


KINDS = {"cushion": cushion, "quilt": quilt, "sheets": sheets, "sachet": sachet}
