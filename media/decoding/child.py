"""The process in which a large image is decoded: ``python -m media.decoding.child '{…}'``.

The file comes on standard input; a line of JSON and then the pixels leave on standard output. The
kernel holds the limits. It knows neither settings nor rows, so it starts in a moment.
"""

import json
import resource
import sys


def main() -> None:
    asked = json.loads(sys.argv[1])
    for kind, most in ((resource.RLIMIT_AS, asked["bytes"]), (resource.RLIMIT_CPU, asked["cpu"])):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer, pixels = _decoded(asked)
    except Exception as error:  # noqa: BLE001
        # Libraries say in their own ways that they got no memory.
        is_memory = isinstance(error, MemoryError) or "alloc" in str(error) or "mem" in str(error)
        answer, pixels = {"failed": "memory" if is_memory else "broken"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(pixels)


def _decoded(asked: dict) -> tuple[dict, bytes]:
    # Imported under the limits, which hold for what the libraries need themselves too.
    from PIL import Image

    from newsroom.lib.boxes import Box

    from . import heic, raster

    assert heic
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(sys.stdin.buffer, formats=[asked["format"]]) as image:
        image.info["cicp"] = asked["cicp"]
        pixels, sides = raster.decode(image, Box(*asked["part"]))
    return {"mode": pixels.mode, "size": pixels.size, "sides": sides}, pixels.tobytes()


if __name__ == "__main__":
    main()
