"""Draws who or what is beside a person: dog, cat and surfboard."""

from __future__ import annotations

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import darker, disc, lighter, oval, stroke


def draw_dog(colour: str, ink: str) -> str:
    """Draw a dog that sits at the origin, 620 units high."""
    pale = lighter(colour, 0.55)
    tail = "M150 -60C230 -70 250 -150 220 -210C206 -160 190 -130 140 -120Z"
    body = "M-110 -330C-150 -200 -170 -90 -150 0H170C190 -120 160 -250 110 -330Z"
    legs = (
        "M-110 -180C-120 -100 -120 -60 -116 -10C-116 6 -40 6 -36 -10L-14 -170M96 -180"
        "C110 -100 110 -60 106 -10C106 6 30 6 26 -10L6 -170"
    )
    chest = "M-60 -330C-70 -230 -40 -160 0 -140C40 -160 70 -230 60 -330Z"
    head = (
        "M0 -610C110 -610 150 -540 150 -470C150 -370 90 -310 0 -310"
        "C-90 -310 -150 -370 -150 -470C-150 -540 -110 -610 0 -610Z"
    )
    muzzle = (
        "M0 -470C50 -470 86 -430 82 -390C76 -340 40 -322 0 -322"
        "C-40 -322 -76 -340 -82 -390C-86 -430 -50 -470 0 -470Z"
    )
    ear = (
        "M-120 -580C-200 -580 -230 -480 -210 -380C-190 -350 -140 -370 -128 -430"
        "C-124 -480 -110 -540 -90 -590Z"
    )
    return (
        outlined(tail, colour, ink)
        + outlined(body, colour, ink)
        + outlined(chest, pale, ink, 9)
        + outlined(legs, colour, ink, 13)
        + stroke("M-96 -14V-30M-64 -14V-30M48 -14V-30M80 -14V-30", ink, 8)
        + outlined(
            "M-96 -330C-60 -296 60 -296 96 -330L92 -296C50 -262 -50 -262 -92 -296Z",
            "#d8433b",
            ink,
            10,
        )
        + disc(0, -262, 22, ink)
        + disc(0, -262, 13, "#f1b83a")
        + outlined(head, colour, ink)
        + outlined(muzzle, pale, ink, 10)
        + outlined(ear, darker(colour, 0.3), ink)
        + f'<g transform="scale(-1 1)">{outlined(ear, darker(colour, 0.3), ink)}</g>'
        + outlined(
            (
                "M-34 -452C-20 -464 20 -464 34 -452C36 -424 16 -412 0 -412"
                "C-16 -412 -36 -424 -34 -452Z"
            ),
            "#2a2226",
            ink,
            6,
        )
        + stroke("M0 -412V-390C-10 -366 -36 -364 -48 -376M0 -390C10 -366 36 -364 48 -376", ink, 9)
        + outlined("M-18 -368C-20 -330 20 -330 18 -368Z", "#ee7a86", ink, 8)
        + disc(-58, -492, 17, ink)
        + disc(58, -492, 17, ink)
        + disc(-52, -498, 6, "#ffffff")
        + disc(64, -498, 6, "#ffffff")
    )


def draw_cat(colour: str, ink: str) -> str:
    """Draw a cat that sits at the origin, 470 units high."""
    pale, stripe = lighter(colour, 0.6), darker(colour, 0.28)
    tail = "M120 -20C210 -20 230 -120 190 -190C176 -214 148 -196 158 -170C176 -110 160 -80 110 -80Z"
    body = "M-76 -250C-120 -150 -136 -70 -120 0H120C136 -70 120 -150 76 -250Z"
    head = (
        "M-122 -360C-134 -420 -128 -460 -116 -480C-90 -470 -66 -450 -52 -432"
        "C-20 -442 20 -442 52 -432C66 -450 90 -470 116 -480C128 -460 134 -420 122 -360"
        "C124 -280 70 -232 0 -232C-70 -232 -124 -280 -122 -360Z"
    )
    return (
        outlined(tail, colour, ink)
        + outlined(body, colour, ink)
        + outlined("M-44 -240C-54 -170 -30 -110 0 -96C30 -110 54 -170 44 -240Z", pale, ink, 8)
        + outlined(
            (
                "M-72 -130C-80 -70 -80 -40 -78 -6C-78 6 -20 6 -18 -6L-4 -120M72 -130"
                "C80 -70 80 -40 78 -6C78 6 20 6 18 -6L4 -120"
            ),
            colour,
            ink,
            11,
        )
        + outlined(head, colour, ink, 14)
        + stroke(
            (
                "M0 -430V-396M-26 -426V-404M26 -426V-404M-112 -330L-88 -324M112 -330L88 -324"
                "M-108 -300L-86 -300M108 -300L86 -300"
            ),
            stripe,
            11,
        )
        + outlined(
            ("M-104 -446C-88 -440 -76 -430 -68 -420L-100 -398C-106 -414 -106 -432 -104 -446Z"),
            "#f2a7ab",
            ink,
            6,
        )
        + outlined(
            "M104 -446C88 -440 76 -430 68 -420L100 -398C106 -414 106 -432 104 -446Z",
            "#f2a7ab",
            ink,
            6,
        )
        + oval(-48, -340, 25, 28, ink)
        + oval(48, -340, 25, 28, ink)
        + oval(-48, -340, 18, 21, "#a9cf5a")
        + oval(48, -340, 18, 21, "#a9cf5a")
        + oval(-46, -340, 8, 18, ink)
        + oval(46, -340, 8, 18, ink)
        + disc(-52, -350, 5, "#ffffff")
        + disc(42, -350, 5, "#ffffff")
        + oval(0, -282, 46, 30, pale)
        + outlined("M-14 -300H14L0 -284Z", "#e58a92", ink, 6)
        + stroke("M0 -284V-274C-8 -260 -24 -260 -30 -268M0 -274C8 -260 24 -260 30 -268", ink, 7)
        + stroke("M-52 -284L-132 -296M-52 -272L-128 -262M52 -284L132 -296M52 -272L128 -262", ink, 5)
    )


def draw_surfboard(colour: str, ink: str) -> str:
    """Draw a surfboard that stands upright; its tip is at the origin, and it is 2050 units long."""
    board = (
        "M0 0C110 120 165 420 165 900C165 1500 120 1900 60 2050H-60C-120 1900 -165 1500 -165 900"
        "C-165 420 -110 120 0 0Z"
    )
    stripe = "M-158 640C-60 700 60 700 158 640V760C60 820 -60 820 -158 760Z"
    return (
        outlined(board, colour, ink)
        + outlined(
            "M0 14C60 90 100 210 124 340C60 400 -60 400 -124 340C-100 210 -60 90 0 14Z",
            "#f6efe0",
            ink,
            10,
        )
        + outlined(stripe, "#f6efe0", ink, 10)
        + outlined(
            "M-162 820C-60 880 60 880 162 820V860C60 920 -60 920 -162 860Z", "#2fa6b5", ink, 10
        )
        + stroke("M0 30V2040", ink, 7)
    )
