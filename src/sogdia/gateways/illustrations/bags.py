"""Dry goods as sold: sacks, pouches, tins, bricks, bundles, bread."""

import math
import random

from sogdia.gateways.illustrations.brush import (
    CREAM,
    GREEN,
    dot,
    fill,
    line,
    mix,
    oval,
    put,
    shadow,
    smooth,
)
from sogdia.gateways.illustrations.labels import sign
from sogdia.gateways.illustrations.leaves import leaf
from sogdia.gateways.illustrations.spec import Spec

_KRAFT = ("#CDA873", "#A88350", "#E5CBA0")


def _sack(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    return (
        fill(
            "M-96 0C-128-40-124-150-84-190C-60-204 60-204 84-190C124-150 128-40 96 0C60 10-60 10-96 0Z", body
        )
        + fill("M84-190C124-150 128-40 96 0C70 8 40 8 20 7C90-20 90-140 50-196Z", shade)
        + fill(
            "M-84-190C-104-214-90-238-62-232C-40-244 40-244 62-232C90-238 104-214 84-190C50-206-50-206-84-190Z",
            mix(body, shade, 0.35),
        )
        + oval(0, -222, 62, 15, light)
        + "".join(
            oval(
                rng.uniform(-40, 40),
                -222 + rng.uniform(-7, 6),
                9,
                4.4,
                mix(light, "#FFFFFF", 0.5),
                rng.uniform(-30, 30),
            )
            for _ in range(7)
        )
        + line("M-80-186C-40-198 40-198 80-186", "#8A5A2B", 5)
        + line("M-96-130C-108-90-106-54-94-26M-60-170C-66-150-70-130-72-112", light, 6)
        + sign(spec, -8, -92, shade, 2.1)
    )


def _pouch(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        fill("M-92-236H92L102-30C104-8 84 0 0 0S-104-8-102-30Z", body)
        + fill("M56-236H92L102-30C104-8 84 0 0 0H20C66-8 70-24 70-50Z", shade)
        + fill("M-92-236H92L94-206H-94Z", mix(body, shade, 0.5))
        + line("M-92-221H92", light, 3)
        + oval(-8, -108, 56, 56, "#FBF4E2")
        + sign(spec, -8, -108, shade, 1.7)
        + line("M-84-184L-90-60", light, 7)
    )


def _tin(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        fill("M-88-206V-10C-88 6 88 6 88-10V-206Z", body)
        + fill("M44-206V0C72-2 88-4 88-10V-206Z", shade)
        + fill("M-88-150H88V-56C40-42-40-42-88-56Z", "#FBF4E2")
        + fill("M44-150H88V-56C74-52 60-50 44-48Z", "#E6DAC0")
        + fill("M-94-226H94V-196C50-182-50-182-94-196Z", "#B9BDC2")
        + fill("M50-226H94V-196C80-192 66-189 50-187Z", "#93989F")
        + oval(0, -226, 94, 17, "#D6D9DC")
        + sign(spec, -10, -98, shade, 1.6)
        + line("M-72-180V-162M-72-40V-20", light, 7)
    )


def _brick(spec: Spec, rng: random.Random) -> str:
    """A pressed brick of dark tea, half out of its paper."""
    body, shade, light = spec.tints
    d = "".join(
        f"M{rng.uniform(-116, 70):.0f} {rng.uniform(-92, -12):.0f}l{rng.uniform(-14, 14):.0f} {rng.uniform(-7, 7):.0f}"
        for _ in range(30)
    )
    pale = "".join(
        f"M{rng.uniform(-116, 70):.0f} {rng.uniform(-92, -12):.0f}l{rng.uniform(-12, 12):.0f} {rng.uniform(-6, 6):.0f}"
        for _ in range(18)
    )
    return (
        fill("M-130-104L-84-156H142L98-104Z", mix(body, light, 0.35))
        + fill("M98-104L142-156V-50L98 0Z", shade)
        + fill("M-130-104H98V0H-130Z", body)
        + line(d, shade, 4)
        + line(pale, light, 3.4, 0.8)
        + fill("M20-104L64-156H142L98-104V0H20L34-26L18-50L36-76Z", _KRAFT[0])
        + fill("M98-104L142-156V-50L98 0Z", _KRAFT[1])
        + fill("M20-104L64-156H142L98-104Z", _KRAFT[2])
        + sign(spec, 68, -52, shade, 0.94)
    )


def _noodles(spec: Spec, rng: random.Random) -> str:
    """Dried noodles in a bundle, tied with paper."""
    body, shade, light = spec.tints
    strands = "".join(
        line(
            f"M{-160 + rng.uniform(-8, 4)} {y}C-60 {y + rng.uniform(-3, 3)} 60 {y} {160 + rng.uniform(-4, 8)} {y}",
            (body, light, shade, body)[i % 4],
            7,
        )
        for i, y in enumerate(range(-92, 2, 6))
    )
    bands = (("#B23A3A", "#8A2425"), ("#35457F", "#262F5E"), ("#3E6B4A", "#284A33"))[spec.seed % 3]
    band = fill("M-40-100C-26-104 26-104 40-100V8C26 12-26 12-40 8Z", bands[0]) + fill(
        "M14-102L40-100V8C32 10 22 11 14 11Z", bands[1]
    )
    return strands + band + put(sign(spec, 0, 0, "#FBF4E2"), -8, -46, 0, 1.2)


def _bread(spec: Spec, rng: random.Random) -> str:
    """Flat breads stamped with their rings."""
    body, shade, light = spec.tints

    def one() -> str:
        marks = ""
        for r, n in ((18, 6), (38, 12), (60, 18)):
            marks += "".join(
                dot(r * math.cos(i * 2 * math.pi / n), r * 0.86 * math.sin(i * 2 * math.pi / n), 3.2, shade)
                for i in range(n)
            )
        seeds = "".join(
            oval(rng.uniform(-60, 60), rng.uniform(-50, 50), 4, 2.4, CREAM, rng.uniform(-60, 60))
            for _ in range(12)
        )
        rim = smooth(
            [
                (
                    124 * math.cos(i * 0.5236) * rng.uniform(0.98, 1.02),
                    108 * math.sin(i * 0.5236) * rng.uniform(0.98, 1.02),
                )
                for i in range(12)
            ]
        )
        return (
            fill(rim, body)
            + fill(
                "M70-90C104-70 126-34 124 4C120 66 60 108 0 108C-20 108-40 104-52 99C60 92 116 10 70-90Z",
                shade,
            )
            + oval(-2, -2, 86, 73, mix(body, light, 0.55))
            + marks
            + seeds
            + line("M-106-20C-100-52-78-76-50-88", light, 8)
        )

    many = max(1, min(3, spec.count or 2))
    stack = "".join(
        put(one(), x, y, t, k)
        for x, y, t, k in ((252, 176, 20, 0.92), (140, 200, -14, 0.9), (206, 240, 4, 1.04))[3 - many :]
    )
    return stack


def _box(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        fill("M-120-110L-70-170H130L86-110Z", light)
        + fill("M86-110L130-170V-62L86 0Z", shade)
        + fill("M-120-110H86V0H-120Z", body)
        + fill("M-60-110L-14-170H10L-34-110V0H-60Z", "#FBF4E2")
        + sign(spec, 28, -54, "#FBF4E2", 1.4)
    )


def bag(spec: Spec, rng: random.Random) -> str:
    """Sacks, pouches, tins, bricks, bundles: dry goods as sold."""
    kind = spec.kind or "flour"
    wide, tall = spec.stretch(110)
    if kind == "bread":
        return shadow(204, 346, 140) + _bread(spec, rng)
    thing = {
        "flour": lambda: _sack(spec, rng),
        "pouch": lambda: _pouch(spec),
        "tin": lambda: _tin(spec),
        "brick": lambda: _brick(spec, rng),
        "noodles": lambda: _noodles(spec, rng),
        "box": lambda: _box(spec),
    }[kind]()
    scale = (1.08 if kind in ("flour", "pouch", "tin") else 1.16) * (0.94 + spec.size * 0.0012)
    if kind == "noodles":
        fore = put(thing, 200, 330, rng.uniform(-5, 5), 1.02, 1, 1.3 if spec.count < 2 else 1)
        back = put(thing, 200, 246, rng.uniform(-12, -5), 0.94) if spec.count >= 2 else ""
        return shadow(200, 346, 168) + back + fore
    extra = ""
    if spec.company != "none" and kind in ("pouch", "tin", "flour"):
        mound = fill(
            "M236 342C256 330 268 300 296 300S340 332 364 342Q300 352 236 342Z",
            mix(spec.light, "#FFFFFF", 0.5),
        ) + fill(
            "M304 301C324 308 340 332 364 342Q330 348 306 347C332 336 326 316 304 301Z",
            mix(spec.light, spec.body, 0.4),
        )
        extra = (
            mound
            if spec.company == "half"
            else leaf("grass" if spec.leaf == "none" else spec.leaf, 250, 336, -36)
        )
    elif spec.company != "none":
        extra = leaf("walnut" if spec.leaf == "none" else spec.leaf, 238, 338, -14, 0.9)
    x = 168 if extra and kind != "brick" else 196
    return (
        shadow(204, 344, 150)
        + put(thing, x, 342, 0, scale, wide, tall)
        + extra
        + ("" if spec.leaf != "grass" else line("M0 0", GREEN[0], 1))
    )
