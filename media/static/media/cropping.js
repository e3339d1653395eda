// Which part of a picture a shape shows: the server's arithmetic, for previews. Plain functions
// that need no browser. A box is {x, y, width, height} in fractions of the picture's sides.

// The shapes in which a picture is shown; "free" is the whole of what was chosen.
export const RATIOS = [
  { name: "16:9", ratio: 16 / 9 },
  { name: "4:3", ratio: 4 / 3 },
  { name: "1:1", ratio: 1 },
  { name: "4:5", ratio: 4 / 5 },
  { name: "free", ratio: null },
];

export const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
// The narrowest and lowest part that the server takes.
export const SMALLEST = 0.05;

const PARTS = 10_000;
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

// The largest part of a shape inside `box`, as near to the focal point's middle as its edges
// allow; a point outside the box counts for nothing, there its middle stays in sight. `sides`:
// {width, height} in pixels; gives {left, top, width, height} in pixels.
export function cropped(sides, ratio, focal, box = WHOLE) {
  const outer = {
    left: box.x * sides.width,
    top: box.y * sides.height,
    width: box.width * sides.width,
    height: box.height * sides.height,
  };
  if (!ratio) return outer;
  const width = Math.min(outer.width, outer.height * ratio);
  const height = width / ratio;
  const inside = { x: (focal.x - box.x) / box.width, y: (focal.y - box.y) / box.height };
  const isInside = Math.min(inside.x, inside.y) >= 0 && Math.max(inside.x, inside.y) <= 1;
  const point = isInside ? inside : { x: 0.5, y: 0.5 };
  const left = outer.left + clamp(point.x * outer.width - width / 2, 0, outer.width - width);
  const top = outer.top + clamp(point.y * outer.height - height / 2, 0, outer.height - height);
  return { left, top, width, height };
}

// "x,y,w,h" with four decimals each; "" for the whole.
export function written(box) {
  const x = clamp(Math.round(box.x * PARTS), 0, PARTS - SMALLEST * PARTS);
  const y = clamp(Math.round(box.y * PARTS), 0, PARTS - SMALLEST * PARTS);
  const width = clamp(Math.round(box.width * PARTS), SMALLEST * PARTS, PARTS - x);
  const height = clamp(Math.round(box.height * PARTS), SMALLEST * PARTS, PARTS - y);
  if (x === 0 && y === 0 && width === PARTS && height === PARTS) return "";
  return [x, y, width, height].map((part) => (part / PARTS).toFixed(4)).join(",");
}

export function read(text) {
  const parts = (text ?? "").split(",").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isFinite(part))) return { ...WHOLE };
  const [x, y, width, height] = parts;
  const isInside =
    x >= 0 && y >= 0 && width >= SMALLEST && height >= SMALLEST && x + width <= 1.0002 && y + height <= 1.0002;
  return isInside ? { x, y, width, height } : { ...WHOLE };
}

// The box of a shape (null: any) nearest to `box` that lies inside the picture.
// `sides` as in `cropped`: a ratio is one of pixels, a box one of fractions.
export function fitted(box, ratio, sides) {
  let { width, height } = box;
  if (ratio) {
    const fraction = (ratio * sides.height) / sides.width;
    width = Math.min(Math.sqrt(width * height * fraction), 1, fraction);
    width = Math.max(width, SMALLEST, SMALLEST * fraction);
    height = width / fraction;
  }
  width = clamp(width, SMALLEST, 1);
  height = clamp(height, SMALLEST, 1);
  return {
    x: clamp(box.x + (box.width - width) / 2, 0, 1 - width),
    y: clamp(box.y + (box.height - height) / 2, 0, 1 - height),
    width,
    height,
  };
}

// `box` with the same size, moved by fractions of the picture.
export const moved = (box, dx, dy) => ({
  ...box,
  x: clamp(box.x + dx, 0, 1 - box.width),
  y: clamp(box.y + dy, 0, 1 - box.height),
});

// `box` with the corner `corner` ("nw", "ne", "sw", "se") at a point; the opposite one stays.
export function resized(box, corner, point, ratio, sides) {
  const isWest = corner.includes("w");
  const isNorth = corner.includes("n");
  const fixed = { x: isWest ? box.x + box.width : box.x, y: isNorth ? box.y + box.height : box.y };
  const room = { width: isWest ? fixed.x : 1 - fixed.x, height: isNorth ? fixed.y : 1 - fixed.y };
  let width = clamp((point.x - fixed.x) * (isWest ? -1 : 1), SMALLEST, room.width);
  let height = clamp((point.y - fixed.y) * (isNorth ? -1 : 1), SMALLEST, room.height);
  if (ratio) {
    const fraction = (ratio * sides.height) / sides.width;
    const least = Math.max(SMALLEST, SMALLEST * fraction);
    width = clamp(Math.max(width, height * fraction), least, Math.min(room.width, room.height * fraction));
    height = width / fraction;
  }
  return { x: isWest ? fixed.x - width : fixed.x, y: isNorth ? fixed.y - height : fixed.y, width, height };
}
