"""Charts in the paper's manner: few lines, labels beside the data, the source below."""

from collections.abc import Sequence

from newsroom.demo.drawing.canvas import Canvas, Colour, Point, faded, mix

PAPER = "#fbf6ea"
INK = "#22303a"
QUIET = "#75818a"
MARGIN = 150


def _frame(canvas: Canvas, title: str, subtitle: str, source: str, paper: Colour) -> None:
    canvas.box(0, 0, canvas.width, canvas.height, paper)
    canvas.box(MARGIN, 110, MARGIN + 130, 124, "#c8452b")
    canvas.text((MARGIN, 212), title, INK, 74, weight=2)
    canvas.text((MARGIN, 282), subtitle, QUIET, 44)
    canvas.text((MARGIN, canvas.height - 70), source, QUIET, 36)


def bars(
    canvas: Canvas,
    *,
    title: str,
    subtitle: str,
    source: str,
    rows: Sequence[tuple[str, float]],
    unit: str = "",
    accent: int = 0,
    paint: Colour = "#9db4ba",
    strong: Colour = "#c8452b",
    paper: Colour = PAPER,
) -> None:
    """Bars from left to right, the first ``accent`` of them in the strong colour."""
    _frame(canvas, title, subtitle, source, paper)
    top, bottom = 370, canvas.height - 150
    pitch = (bottom - top) / len(rows)
    largest = max(value for _, value in rows)
    start, room = 620, canvas.width - 620 - 330
    canvas.line([(start, top - 10), (start, bottom)], INK, 4)
    for number, (label, value) in enumerate(rows):
        y = top + pitch * number + pitch / 2
        end = start + room * value / largest
        colour = strong if number < accent else paint
        canvas.box(start + 2, y - pitch * 0.33, end, y + pitch * 0.33, colour)
        canvas.text((start - 28, y), label, INK, min(48, pitch * 0.42), anchor="rm")
        canvas.text(
            (end + 22, y), f"{value:g}{unit}", INK, min(48, pitch * 0.42), anchor="lm", weight=1
        )


def columns(
    canvas: Canvas,
    *,
    title: str,
    subtitle: str,
    source: str,
    rows: Sequence[tuple[str, float]],
    accent: int = 0,
    paint: Colour = "#4f8a8b",
    strong: Colour = "#e0a030",
    paper: Colour = PAPER,
) -> None:
    """Columns from left to right, the last ``accent`` of them in the strong colour."""
    _frame(canvas, title, subtitle, source, paper)
    top, bottom = 420, canvas.height - 230
    largest = max(value for _, value in rows)
    pitch = (canvas.width - 2 * MARGIN) / len(rows)
    for line in range(5):
        y = bottom - (bottom - top) * line / 4
        canvas.line(
            [(MARGIN, y), (canvas.width - MARGIN, y)], faded(INK, 0.75 if line == 0 else 0.15), 4
        )
    for number, (label, value) in enumerate(rows):
        x = MARGIN + pitch * (number + 0.5)
        y = bottom - (bottom - top) * value / largest
        colour = strong if number >= len(rows) - accent else paint
        canvas.box(x - pitch * 0.34, y, x + pitch * 0.34, bottom, colour)
        canvas.text((x, y - 18), f"{value:g}", INK, 42, anchor="ms", weight=1)
        canvas.text((x, bottom + 54), label, INK, 42, anchor="ms")


def lines(
    canvas: Canvas,
    *,
    title: str,
    subtitle: str,
    source: str,
    series: Sequence[tuple[str, str, Sequence[float]]],
    labels: Sequence[str],
    limit: tuple[str, float] | None = None,
    span: tuple[float, float] | None = None,
    paper: Colour = PAPER,
) -> None:
    """Lines over evenly spaced points; a ``limit`` is a dashed level with its name."""
    _frame(canvas, title, subtitle, source, paper)
    left, right, top, bottom = MARGIN + 90, canvas.width - 430, 400, canvas.height - 220
    values = [value for _, _, data in series for value in data]
    low, high = span or (min(values), max(values))

    def place(number: int, count: int, value: float) -> Point:
        return (
            left + (right - left) * number / (count - 1),
            bottom - (bottom - top) * (value - low) / (high - low),
        )

    for step in range(5):
        value = low + (high - low) * step / 4
        y = place(0, 2, value)[1]
        canvas.line([(left, y), (right, y)], faded(INK, 0.16), 3)
        canvas.text((left - 24, y), f"{value:g}", QUIET, 40, anchor="rm")
    for number, label in enumerate(labels):
        x = left + (right - left) * number / (len(labels) - 1)
        canvas.text((x, bottom + 64), label, QUIET, 40, anchor="ms")
    if limit:
        y = place(0, 2, limit[1])[1]
        canvas.dashes([(left, y), (right, y)], "#c8452b", 5)
        canvas.text((left + 12, y - 20), limit[0], "#c8452b", 42, weight=1)
    for name, colour, data in series:
        points = [place(number, len(data), value) for number, value in enumerate(data)]
        canvas.area([(points[0][0], bottom), *points, (points[-1][0], bottom)], faded(colour, 0.1))
        canvas.line(points, colour, 13)
        canvas.disc(points[-1], 17, colour)
        canvas.text((points[-1][0] + 36, points[-1][1]), name, colour, 46, anchor="lm", weight=1)


def tiles(
    canvas: Canvas,
    *,
    title: str,
    subtitle: str,
    source: str,
    rows: Sequence[tuple[str, float, str]],
    unit: str = "",
    paper: Colour = PAPER,
) -> None:
    """Rectangles as large as their values, laid out in two bands, the larger half above."""
    _frame(canvas, title, subtitle, source, paper)
    left, right, top, bottom = MARGIN, canvas.width - MARGIN, 360, canvas.height - 150
    total = sum(value for _, value, _ in rows)
    upper: list[tuple[str, float, str]] = []
    for row in rows:
        if sum(value for _, value, _ in upper) < total / 2:
            upper.append(row)
    middle = top + (bottom - top) * sum(value for _, value, _ in upper) / total
    for band, y1, y2 in ((upper, top, middle), (rows[len(upper) :], middle, bottom)):
        share = sum(value for _, value, _ in band)
        x = float(left)
        for label, value, colour in band:
            width = (right - left) * value / share
            canvas.box(x, y1, x + width - 10, y2 - 10, colour)
            canvas.text((x + 30, y1 + 74), label, "#ffffff", 44, weight=1)
            canvas.text((x + 30, y1 + 136), f"{value:g}{unit}", mix(colour, "#ffffff", 0.75), 44)
            x += width
