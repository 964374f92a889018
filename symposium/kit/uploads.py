"""How much a form may bring with its files: refused before it is read, so that nobody fills a disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Several files of a party, or several pictures of the desk.
MOST_BYTES = 32 * 1024 * 1024
MOST_BYTES_AT_THE_DESK = 16 * settings.IMAGE_UPLOAD_MAX_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: it takes no file, and refuses what is too large by its length alone."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_more: Any) -> None:  # noqa: N803
        """Raises RequestDataTooBig, which is answered with 400 and words."""
        request = self.request
        is_desk = request is not None and request.path_info.startswith("/admin/")
        if content_length > (MOST_BYTES_AT_THE_DESK if is_desk else MOST_BYTES):
            raise RequestDataTooBig("The files of a form are larger than symposium.kit.uploads.MOST_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The next handler's."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler's."""
