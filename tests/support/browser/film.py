"""A moving picture of a part of a page: one frame after the other, kept as an animated WebP."""

import io

from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Locator

from tests.support.browser.screen import LIMIT, POLL, Screen

MOST_FRAMES = 60
QUALITIES = (85, 75, 60, 45, 30)
POINTER = (79, 70, 229, 150)  # the colour of the widgets, half transparent
RADIUS = 14


class Film:
    """Films what stands at one place of a page.

    Args:
        screen: The page.
        target: Whose upper left corner is that of the picture.
        height: How much of it is filmed, in pixels of the page.
        width: The width of the moving picture; a narrow one has fewer bytes.
    """

    def __init__(self, screen: Screen, target: Locator, *, height: int, width: int) -> None:
        self._screen = screen
        self._clip = {**target.bounding_box(), "height": height}
        self._size = (width, round(height * width / self._clip["width"]))
        self._frames: list[Image.Image] = []
        self._durations: list[int] = []

    def frame(self, milliseconds: int, pressed: Locator | None = None) -> None:
        """Add what is seen now, for so long; with a spot on what will be pressed."""
        self._screen.page.mouse.move(0, 0)  # what is pointed at shows a tooltip
        png = self._screen.page.screenshot(clip=self._clip, animations="disabled")
        with Image.open(io.BytesIO(png)) as opened:
            picture = opened.convert("RGB")
        if pressed is not None:
            self._point(picture, pressed)
        picture = picture.resize(self._size, Image.Resampling.LANCZOS)
        if self._frames and not ImageChops.difference(picture, self._frames[-1]).getbbox():
            self._durations[-1] += milliseconds
            return
        self._frames.append(picture)
        self._durations.append(milliseconds)

    def press(self, target: Locator, milliseconds: int = 600) -> None:
        """Add a frame with a spot on something, and press it."""
        self.frame(milliseconds, target)
        target.click()

    def follow(self, is_over, milliseconds: int = 250, limit: float = 60) -> None:
        """Add what changes until something is so, as long as it changes."""

        def look() -> bool:
            self.frame(milliseconds)
            self._screen.page.wait_for_timeout(milliseconds - POLL)
            return bool(is_over())

        self._screen.wait_until(look, limit)

    def keep(self, name: str) -> int:
        """Save it as WebP, small enough for git, and return its bytes."""
        assert len(self._frames) <= MOST_FRAMES
        path = self._screen.folder / f"{name}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        first, *others = self._frames
        for quality in QUALITIES:
            first.save(
                path,
                save_all=True,
                append_images=others,
                duration=self._durations,
                loop=0,
                quality=quality,
                method=4,
                minimize_size=True,
            )
            if path.stat().st_size <= LIMIT:
                break
        assert path.stat().st_size <= LIMIT
        return path.stat().st_size

    def _point(self, picture: Image.Image, target: Locator) -> None:
        box = target.bounding_box()
        x = box["x"] + box["width"] / 2 - self._clip["x"]
        y = box["y"] + box["height"] / 2 - self._clip["y"]
        spot = (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        ImageDraw.Draw(picture, "RGBA").ellipse(spot, fill=POINTER, outline=(255, 255, 255, 220))
