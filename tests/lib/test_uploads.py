"""What somebody sends leaves no trace in the temporary folder, whatever becomes of the process."""

import os
import signal
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from newsroom.lib import uploads
from tests.requirements import PROJECT

RECEIVER = """
import os, sys, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()
from django.core.handlers.wsgi import WSGIRequest
WSGIRequest({
    "REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x",
    "CONTENT_LENGTH": str(64 * 1024 * 1024), "wsgi.input": sys.stdin.buffer,
}).FILES
"""
HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="film"; filename="source.mp4"\r\n'
    b"Content-Type: video/mp4\r\n\r\n"
)


def test_a_process_that_is_killed_while_it_receives_a_file_leaves_nothing(tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", RECEIVER], cwd=PROJECT, stdin=subprocess.PIPE,
        env=os.environ | {"VAR_DIR": str(tmp_path / "var"), "TMPDIR": str(folder)},
    )  # fmt: skip
    # When this returns, all but what a pipe holds was received.
    process.stdin.write(HEAD + bytes(8 * 1024 * 1024))
    process.stdin.flush()
    assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", [1000, 4 * 1024 * 1024])
def test_a_file_arrives_whole(size):
    content = os.urandom(size)
    sent = SimpleUploadedFile("harbour.jpg", content, content_type="image/jpeg")
    file = RequestFactory().post("/", {"file": sent}).FILES["file"]
    assert (file.name, file.size, file.content_type) == ("harbour.jpg", size, "image/jpeg")
    assert b"".join(file.chunks()) == content
    file.close()


def test_a_file_without_room_is_left_out_and_the_words_around_it_are_read(settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/proc"  # Nobody can write there.
    video = SimpleUploadedFile("deck.mp4", bytes(4 * 1024 * 1024), content_type="video/mp4")
    sent = {"title": "Under the deck", "film": video, "transcript": "Word for word."}
    request = RequestFactory().post("/", sent)
    assert request.POST.dict() == {"title": "Under the deck", "transcript": "Word for word."}
    assert not request.FILES
    assert uploads.unreceived(request) == [("film", "deck.mp4")]
